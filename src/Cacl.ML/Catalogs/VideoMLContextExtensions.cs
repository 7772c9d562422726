using Cacl.ML;

namespace Microsoft.ML;

/// <summary>The door to CACL's components.</summary>
public static class VideoMLContextExtensions
{
    /// <summary>Components that list videos, read clips, and turn videos into vectors; the package Cacl.ML.Training adds trainers to them.</summary>
    /// <param name="context">The context that they log to and take their device from.</param>
    public static VideoCatalog Video(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new VideoCatalog(context);
    }
}
