using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"cacl-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Tensors_and_metadata_come_back_as_they_were()
    {
        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["b"] = rand(2, 3), ["a"] = tensor(new long[] { -1, 7 }), ["scalar"] = tensor(2.5) };

        Safetensors.Write(path, tensors, new Dictionary<string, string> { ["note"] = "déjà vu" });
        Dictionary<string, Tensor> read = Safetensors.Read(path, out Dictionary<string, string> metadata);

        Assert.Equal("déjà vu", metadata["note"]);
        Assert.Equal(["a", "b", "scalar"], read.Keys.Order());
        foreach ((string name, Tensor values) in tensors)
        {
            Assert.Equal(values.dtype, read[name].dtype);
            Assert.Equal(values.shape, read[name].shape);
            Assert.Equal(values.bytes.ToArray(), read[name].bytes.ToArray());
        }
    }

    [Fact]
    public void File_has_the_layout_that_the_format_describes()
    {
        using Tensor values = tensor(new float[] { 1, 2 });
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values });

        byte[] bytes = File.ReadAllBytes(path);
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        JsonElement x = JsonDocument.Parse(bytes.AsMemory(8, (int)header)).RootElement.GetProperty("x");

        Assert.Equal(0, header % 8);
        Assert.Equal("F32", x.GetProperty("dtype").GetString());
        Assert.Equal([0, 8], x.GetProperty("data_offsets").Longs());
        Assert.Equal(8 + header + 8, bytes.Length);
        Assert.Equal(2, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan((int)(8 + header + 4))));
    }

    [Theory]
    [InlineData("", "it is shorter than 8 bytes")]
    [InlineData("ÿÿÿÿÿÿÿÿ{}", "its header claims")]
    [InlineData("\u0002\0\0\0\0\0\0\0[]", "its header can't be read")]
    public void Damaged_file_is_named_with_its_fault(string content, string fault)
    {
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));

        var exception = Assert.Throws<InvalidDataException>(() => Safetensors.Read(path, out _));

        Assert.StartsWith($"{path} is no whole safetensors file: {fault}", exception.Message);
    }

    [Fact]
    public void Truncated_file_is_refused()
    {
        using Tensor values = rand(100);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values });
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);

        var exception = Assert.Throws<InvalidDataException>(() => Safetensors.Read(path, out _));

        Assert.Contains("tensor x of shape [100] does not fit its place [0, 400] in 399 bytes", exception.Message);
    }

    [Fact]
    public void Tensors_that_share_their_bytes_are_refused()
    {
        string header = """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""";
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[8]]);

        Assert.Equal($"{path} is no whole safetensors file: tensor b lies where another one does.", Assert.Throws<InvalidDataException>(() => Safetensors.Read(path, out _)).Message);
    }

    [Fact]
    public void Checksum_is_of_texts_names_types_shapes_and_values()
    {
        using Tensor values = tensor(new float[] { 1, 2 });

        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values }, new Dictionary<string, string> { ["note"] = "é", ["cacl.sha256"] = "of the file that these were read from" });

        byte[] hash = SHA256.HashData([.. "4 note 2 é\n1 x F32 [2]\n"u8, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)]);
        Assert.Contains($"\"cacl.sha256\":\"{Convert.ToHexStringLower(hash)}\"", File.ReadAllText(path, Encoding.Latin1));
    }

    [Theory]
    [InlineData("F32", "I32")]
    [InlineData("one", "two")]
    [InlineData("\"x\"", "\"y\"")]
    [InlineData("[2,3]", "[3,2]")]
    [InlineData("\u0000\u0000\u0080?", "\u0001\u0000\u0080?")]
    public void File_whose_bytes_changed_is_refused(string what, string by)
    {
        using Tensor values = ones(2, 3);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values }, new Dictionary<string, string> { ["note"] = "one" });

        Replace(what, by);

        Assert.Equal(
            $"{path} is damaged, or another program changed it: its checksum (cacl.sha256 in its metadata) is not that of what it holds.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(path, out _)).Message);
    }

    [Theory]
    [InlineData("[4,8]", "[0,4]", "its tensors do not follow one another: one begins at 0, where those before it end at 4")]
    [InlineData("[0,4]", "[4,8]", "its tensors do not follow one another: one begins at 4, where those before it end at 0")]
    public void Tensors_that_share_bytes_or_leave_some_out_are_told(string what, string by, string told)
    {
        using DisposeScope scope = NewDisposeScope();
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = ones(1), ["y"] = ones(1) });

        Replace(what, by);

        Assert.Equal($"{path} is no whole safetensors file: {told}.", Assert.Throws<InvalidDataException>(() => Safetensors.Read(path, out _)).Message);
    }

    [Fact]
    public void Bytes_behind_the_last_tensor_are_told()
    {
        using Tensor values = ones(1);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values });

        File.AppendAllText(path, "more!");

        Assert.Equal($"{path} is no whole safetensors file: behind its last tensor it has 5 bytes more.", Assert.Throws<InvalidDataException>(() => Safetensors.Read(path, out _)).Message);
    }

    [Fact]
    public void File_without_a_checksum_is_read_as_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = ones(2) });

        Replace("cacl.sha256", "other.texts");
        Replace("\u0000\u0000\u0080?", "\u0000\u0000\u0000@");

        Assert.Equal([2f, 1f], Safetensors.Read(path, out _)["x"].data<float>().ToArray());
    }

    [Fact]
    public void Failed_write_leaves_the_file_that_was_there()
    {
        using Tensor values = rand(3);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values });
        byte[] before = File.ReadAllBytes(path);
        using Tensor complex = zeros([2], dtype: ScalarType.ComplexFloat32);

        Assert.Throws<NotSupportedException>(() => Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = values, ["z"] = complex }));

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"));
    }

    // Once, whatever comes first in the file.
    private void Replace(string what, string by)
    {
        string text = File.ReadAllText(path, Encoding.Latin1);
        int place = text.IndexOf(what, StringComparison.Ordinal);
        File.WriteAllText(path, text.Remove(place, what.Length).Insert(place, by), Encoding.Latin1);
    }
}
