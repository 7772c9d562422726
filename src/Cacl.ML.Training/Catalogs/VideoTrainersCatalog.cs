using Cacl.Learning;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>Components that learn an encoder from videos.</summary>
public sealed class VideoTrainersCatalog
{
    private readonly MLContext context;

    internal VideoTrainersCatalog(MLContext context) => this.context = context;

    /// <summary>Learns an encoder by CACL with the settings for two cores, <see cref="CaclOptions.Small"/>.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="epochs">How often every video is seen; null makes the preset's number of steps.</param>
    /// <param name="batchSize">Videos of one optimiser step.</param>
    /// <param name="seed">What all random choices follow from.</param>
    public CaclEstimator Cacl(string outputColumnName, string? inputColumnName = null, int? epochs = null, int batchSize = 16, int seed = 1)
    {
        CaclOptions options = CaclOptions.Small with { BatchSize = batchSize, Seed = seed };
        return Cacl(outputColumnName, inputColumnName, epochs is { } count ? options with { Epochs = count, Steps = null } : options);
    }

    /// <summary>Learns an encoder by CACL.</summary>
    /// <param name="outputColumnName">The column of feature vectors that the trained component adds: Vector&lt;Single&gt;.</param>
    /// <param name="inputColumnName">A text column of paths, or a column of ready clips; null takes a column of the output's name.</param>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public CaclEstimator Cacl(string outputColumnName, string? inputColumnName, CaclOptions options) =>
        new(context, outputColumnName, inputColumnName ?? outputColumnName, options);
}
