using Cacl.ML;

namespace Microsoft.ML;

/// <summary>The door to CACL's components.</summary>
public static class VideoMLContextExtensions
{
    /// <summary>Components that learn video representations and turn videos into vectors.</summary>
    /// <param name="context">The context that they log to and take their device from.</param>
    public static VideoCatalog Video(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new VideoCatalog(context);
    }
}
