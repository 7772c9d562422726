using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A checkpoint as a safetensors file, whose checksum it must have.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private const string HeaderKey = "cacl.checkpoint";

    private CheckpointFile(CheckpointHeader header, Dictionary<string, Tensor> tensors)
    {
        Header = header;
        Tensors = tensors;
    }

    public CheckpointHeader Header { get; }

    /// <summary>Everything that it holds, on the CPU.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Writes under another name, flushes to the disk and renames; what was there before stays until then.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, CheckpointHeader header, IReadOnlyDictionary<string, Tensor> tensors) =>
        Safetensors.Write(path, tensors, new Dictionary<string, string> { [HeaderKey] = JsonSerializer.Serialize(header) });

    /// <summary>Reads a whole checkpoint.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no checkpoint; the message says why.</exception>
    /// <exception cref="CheckpointException">It is of another version.</exception>
    public static CheckpointFile Read(string path)
    {
        Dictionary<string, Tensor> tensors = Safetensors.Read(path, out Dictionary<string, string> metadata, out bool isChecked);
        try
        {
            if (!metadata.TryGetValue(HeaderKey, out string? json) || JsonSerializer.Deserialize<CheckpointHeader>(json) is not { } header)
                throw new InvalidDataException($"{path} is no checkpoint: its metadata has no {HeaderKey}.");
            if (header.Version != CheckpointHeader.CurrentVersion)
                throw new CheckpointException($"{path} has format {header.Version} of checkpoints; this version of CACL reads format {CheckpointHeader.CurrentVersion}. Go on with the version that wrote it, or give the run an empty folder.");
            if (!isChecked)
                throw new InvalidDataException($"{path} is damaged: its metadata has no checksum ({Safetensors.ChecksumKey}).");
            return new CheckpointFile(header, tensors);
        }
        catch (Exception exception)
        {
            foreach (Tensor tensor in tensors.Values)
                tensor.Dispose();
            if (exception is JsonException)
                throw new InvalidDataException($"{path} is damaged: its header can't be read ({exception.Message})", exception);
            throw;
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
            tensor.Dispose();
    }
}
