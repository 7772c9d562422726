using System.Runtime.InteropServices;
using Cacl.Clips;
using Microsoft.ML.OnnxRuntime;

namespace Cacl.Onnx.Tests;

/// <summary>Files that are not as they were written, or no .onnx files at all.</summary>
public sealed class DamagedEncoderTests : IDisposable
{
    private const int PropertyLength = 2 + 13 + 66;   // its tag and length, its name with these, 64 digits with these

    private static readonly float[] Weights = [1, 2, 3, 4, 5, 6];

    private readonly string folder = Directory.CreateTempSubdirectory("cacl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        byte[] content = Written();
        var random = new Random(7);

        for (int place = 0; place < content.Length; place++)
        {
            byte[] changed = [.. content];
            changed[place] ^= (byte)(1 << random.Next(8));
            var exception = Assert.Throws<InvalidDataException>(() => Features(changed));

            if (place < content.Length - PropertyLength || place >= content.Length - 64)
                Assert.Equal("'some.onnx' is damaged: its content is not what was written.", exception.Message);
        }
    }

    [Fact]
    public void A_file_cut_short_is_refused_or_has_its_whole_graph_and_no_metadata()
    {
        byte[] content = Written();
        (float[] expected, _) = Features(content);
        int refused = 0;

        for (int length = 0; length < content.Length; length++)
        {
            try
            {
                (float[] features, EncoderMetadata? metadata) = Features(content[..length]);
                Assert.Equal(expected, features);
                Assert.Null(metadata);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        // Between the graph and the metadata, and behind each of the two properties that stand before the format.
        Assert.Equal(content.Length - 3, refused);
    }

    [Fact]
    public void Weights_that_changed_on_disk_are_told_with_the_path()
    {
        byte[] content = Written();
        int weights = content.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>(Weights));
        content.AsSpan(weights, 8).Reverse();

        Assert.Equal($"'{FileOf("encoder.onnx", content)}' is damaged: its content is not what was written.", Refusal("encoder.onnx").Message);
    }

    [Fact]
    public void Metadata_without_a_checksum_is_refused_with_what_to_do()
    {
        byte[] content = Written()[..^PropertyLength];

        Assert.Equal(
            $"The encoder '{FileOf("encoder.onnx", content)}' has this library's metadata, and does not end with its checksum (cacl.sha256): an older version wrote it, another program changed it, or it is damaged. "
            + "Export it again, or take all cacl. properties out of it and say how clips are taken.",
            Refusal("encoder.onnx").Message);
    }

    [Fact]
    public void An_empty_file_is_told_to_be_empty() =>
        Assert.Equal($"'{FileOf("encoder.onnx", [])}' is empty; it holds no encoder.", Refusal("encoder.onnx").Message);

    [Fact]
    public void Weights_that_were_not_exported_are_told_to_be_exported_first() => Assert.Equal(
        $"'{FileOf("encoder.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'])}' is a file of weights, which has no graph to compute. "
        + "Export it first, by VideoEncoder.SaveOnnx or cacl export, and give the .onnx file.",
        Refusal("encoder.safetensors").Message);

    [Fact]
    public void A_folder_is_told_to_be_one()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => OnnxVideoEncoder.Open(folder));

        Assert.Equal($"'{folder}' is a folder; an encoder is a file, such as encoder.onnx.", exception.Message);
    }

    private InvalidDataException Refusal(string name) => Assert.Throws<InvalidDataException>(() => OnnxVideoEncoder.Open(Path.Join(folder, name)));

    private string FileOf(string name, byte[] content)
    {
        string path = Path.Join(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static (float[], EncoderMetadata?) Features(byte[] content)
    {
        using var options = new SessionOptions();
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(content, "some.onnx", options);
        byte[] clip = [.. Enumerable.Range(0, 4 * 8 * 8 * 3).Select(i => (byte)i)];
        var features = new float[2];
        encoder.Embed(clip, 1, features);
        return (features, encoder.Metadata);
    }

    private static byte[] Written()
    {
        var graph = new GraphBuilder();
        string colours = graph.Mean(graph.Cast(graph.ByteInput("clips", 4, 8, 8, 3)), 1, 2, 3);
        graph.FloatOutput("features", graph.MatrixProduct(colours, graph.Weights(Weights, 3, 2)), 2);
        var stream = new MemoryStream();
        graph.Write(stream, new EncoderMetadata { Clips = new ClipOptions { Frames = 4, ShortSide = 9, CropSize = 8 }, EmbedClips = 3 }.ToProperties());
        return stream.ToArray();
    }
}
