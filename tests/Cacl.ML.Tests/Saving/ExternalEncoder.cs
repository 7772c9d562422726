using Cacl.Onnx;
using Google.Protobuf;

namespace Cacl.ML.Tests;

/// <summary>An encoder whose weights lie in a file beside it.</summary>
internal static class ExternalEncoder
{
    public static string Write(string folder)
    {
        var graph = new GraphBuilder();
        string colours = graph.Mean(graph.Cast(graph.ByteInput("clips", 6, 16, 16, 3)), 1, 2, 3);
        graph.FloatOutput("features", graph.MatrixProduct(colours, graph.Weights(new float[3 * 64], 3, 64)), 64);
        var inner = new MemoryStream();
        graph.Write(inner, new EncoderMetadata { Clips = VideoSet.Clips, EmbedClips = 1 }.ToProperties());

        ModelProto model = ModelProto.Parser.ParseFrom(inner.ToArray());
        TensorProto weights = model.Graph.Initializer.MaxBy(tensor => tensor.RawData.Length)!;
        File.WriteAllBytes(Path.Join(folder, "weights.bin"), weights.RawData.ToByteArray());
        weights.RawData = ByteString.Empty;
        // A message that is written behind another of its kind adds its fields.
        weights.MergeFrom(new WeightsTensor { DataLocation = 1, ExternalData = { new WeightsTensor.Types.Entry { Key = "location", Value = "weights.bin" } } }.ToByteArray());
        string path = Path.Join(folder, "external.onnx");
        model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1);   // the checksum of what was
        using FileStream external = File.Create(path);
        ContentChecksum.Write(external, model);
        return path;
    }
}
