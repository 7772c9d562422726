using System.Buffers.Binary;
using System.Text.Json;
using Cacl.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Reads and writes tensors in the safetensors format, which Python's safetensors package reads too.</summary>
/// <remarks>
/// A file is an 8-byte little-endian header length, a JSON header of names, types, shapes and offsets, and the raw values.
/// The metadata of a file that is written here has a SHA-256 of its texts and tensors, which is checked whenever such a file is
/// read; files of other programs have none, and are read without. Source: https://github.com/huggingface/safetensors.
/// </remarks>
public static class Safetensors
{
    internal const string ChecksumKey = "cacl.sha256";

    private const string MetadataKey = "__metadata__";
    private const int LongestHeader = 100_000_000;   // the format's own limit

    private static readonly (string Name, ScalarType Type, int Bytes)[] Types =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Writes tensors to a file, under a temporary name until it is whole.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Free text by name, or null.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new SortedDictionary<string, object>(StringComparer.Ordinal);
        long offset = 0;
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        foreach ((string name, Tensor values) in ordered)
        {
            (string? type, _, int bytes) = Types.FirstOrDefault(entry => entry.Type == values.dtype);
            if (type is null)
                throw new NotSupportedException($"Tensor {name} has type {values.dtype}, which safetensors does not hold.");
            long length = values.numel() * bytes;
            header[name] = new { dtype = type, shape = values.shape, data_offsets = new[] { offset, offset + length } };
            offset += length;
        }

        var texts = new SortedDictionary<string, string>(metadata?.ToDictionary() ?? [], StringComparer.Ordinal);
        texts.Remove(ChecksumKey);   // of the file that they were read from
        texts[ChecksumKey] = TensorHash.Of(texts, tensors);
        header[MetadataKey] = texts;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        Array.Resize(ref json, (json.Length + 7) / 8 * 8);   // values begin at a multiple of 8
        json.AsSpan().Replace((byte)0, (byte)' ');

        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
            stream.Write(length);
            stream.Write(json);
            foreach ((_, Tensor values) in ordered)
            {
                using Tensor local = values.detach().cpu().contiguous();
                stream.Write(local.bytes);
            }
        });
    }

    /// <summary>The format's name of a type that it holds.</summary>
    internal static string NameOf(ScalarType type) => Types.First(entry => entry.Type == type).Name;

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Its free text by name, without the checksum; empty when it has none.</param>
    /// <returns>Tensors on the CPU, by name, which the caller disposes.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or no safetensors file; the message says where.</exception>
    public static Dictionary<string, Tensor> Read(string path, out Dictionary<string, string> metadata) => Read(path, out metadata, out _);

    /// <summary>Reads every tensor of a file, and tells whether it has a checksum, which it then fits.</summary>
    internal static Dictionary<string, Tensor> Read(string path, out Dictionary<string, string> metadata, out bool isChecked)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> lengthBytes = stackalloc byte[8];
        if (stream.Length < 8)
            throw Damaged("it is shorter than 8 bytes");
        stream.ReadExactly(lengthBytes);
        long length = BinaryPrimitives.ReadInt64LittleEndian(lengthBytes);
        if (length is < 2 or > LongestHeader || length > stream.Length - 8)
            throw Damaged($"its header claims {length} bytes of {stream.Length - 8}");
        var json = new byte[length];
        stream.ReadExactly(json);

        metadata = [];
        var tensors = new Dictionary<string, Tensor>();
        var places = new List<(long From, long To)>();
        long begin = 8 + length, available = stream.Length - begin, taken = 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name == MetadataKey)
                {
                    foreach (JsonProperty text in entry.Value.EnumerateObject())
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    continue;
                }

                string type = entry.Value.GetProperty("dtype").GetString() ?? "";
                long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
                long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(at => at.GetInt64())];
                (string Name, ScalarType Type, int Bytes) known = Types.FirstOrDefault(candidate => candidate.Name == type);
                if (known.Name is null)
                    throw Damaged($"tensor {entry.Name} has the unknown type {type}");
                if (shape.Any(size => size < 0) || offsets.Length != 2 || offsets[0] < 0 || offsets[1] > available
                    || offsets[1] - offsets[0] != checked(shape.Aggregate(1L, (product, size) => product * size) * known.Bytes))
                {
                    throw Damaged($"tensor {entry.Name} of shape [{string.Join(", ", shape)}] does not fit its place [{string.Join(", ", offsets)}] in {available} bytes");
                }

                taken += offsets[1] - offsets[0];
                if (taken > available)
                    throw Damaged($"tensor {entry.Name} lies where another one does");
                places.Add((offsets[0], offsets[1]));
                Tensor values = empty(shape, known.Type);
                tensors[entry.Name] = values;
                stream.Position = begin + offsets[0];
                stream.ReadExactly(values.bytes);
            }

            long end = 0;
            foreach ((long from, long to) in places.Order())
                end = from == end ? to : throw Damaged($"its tensors do not follow one another: one begins at {from}, where those before it end at {end}");
            if (end < available)
                throw Damaged($"behind its last tensor it has {available - end} bytes more");
            isChecked = metadata.Remove(ChecksumKey, out string? checksum);
            if (isChecked && checksum != TensorHash.Of(metadata, tensors))
                throw new InvalidDataException($"{path} is damaged, or another program changed it: its checksum ({ChecksumKey} in its metadata) is not that of what it holds.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or InvalidDataException)
        {
            foreach (Tensor values in tensors.Values)
                values.Dispose();
            throw exception as InvalidDataException ?? Damaged($"its header can't be read ({exception.Message})");
        }

        return tensors;

        InvalidDataException Damaged(string what) => new($"{path} is no whole safetensors file: {what}.");
    }
}
