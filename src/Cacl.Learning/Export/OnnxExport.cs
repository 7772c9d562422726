using Cacl.Clips;
using Cacl.Files;
using Cacl.Onnx;

namespace Cacl.Learning;

/// <summary>Writes a network that makes features of clips as an ONNX file, with all that has to be done to the clips' bytes before.</summary>
internal static class OnnxExport
{
    private const string InputName = "clips", OutputName = "features";

    // What a vector's length is at least taken for, so that one of zeros stays one.
    private const float ShortestLength = 1e-12f;

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file; one that exists is replaced once the new one is whole.</param>
    /// <param name="network">Makes float [clips, feature length] of float [clips, 3, frames, height, width].</param>
    /// <param name="featureLength">Length of a feature vector.</param>
    /// <param name="settings">How clips are prepared for it, and where its weights come from.</param>
    /// <param name="options">What else is in the file; null takes the defaults.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="NotSupportedException">The network is larger than an ONNX file can be.</exception>
    public static void Write(string path, IExported network, int featureLength, EncoderSettings settings, OnnxExportOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxExportOptions();
        ArgumentNullException.ThrowIfNull(options.License);
        ClipOptions clips = settings.Clips;

        var graph = new GraphBuilder();
        string bytes = graph.ByteInput(InputName, clips.Frames, clips.CropSize, clips.CropSize, 3);
        string planes = graph.Divide(graph.Cast(graph.Transpose(bytes, 0, 4, 1, 2, 3)), 255);   // [clips, 3, frames, height, width]
        if (settings.BackgroundSubtraction)
            planes = BackgroundSubtraction.Export(graph, planes);
        string features = network.Export(graph, planes);
        if (options.NormalizeLength)
            features = graph.Divide(features, graph.Maximum(graph.Length(features, 1), ShortestLength));
        graph.FloatOutput(OutputName, features, featureLength);

        var metadata = new EncoderMetadata
        {
            Clips = clips,
            EmbedClips = settings.EmbedClips,
            Method = settings.Method,
            TrainingVideos = settings.TrainingVideos,
            License = options.License,
        };
        AtomicFile.Write(path, stream => graph.Write(stream, metadata.ToProperties()));
    }
}
