using System.IO.Compression;
using System.Text;

namespace Microsoft.ML;

/// <summary>Where one model of a file is written: a stream of its own, further streams beside it, and models inside it.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ZipArchive archive;
    private readonly string directory;
    // an archive takes one entry after another, and a model's own stream ends after those of the models inside it
    private readonly MemoryStream content = new();

    internal ModelSaveContext(ZipArchive archive, string directory)
    {
        this.archive = archive;
        this.directory = directory;
        Writer = new BinaryWriter(content, Encoding.UTF8);
    }

    internal BinaryWriter Writer { get; }

    public void Dispose() => Writer.Dispose();

    /// <summary>Says what reads the model; the first thing that a model writes, once.</summary>
    /// <param name="signature">What the assembly of the type names it by, in a <see cref="ModelLoaderAttribute"/>.</param>
    /// <param name="type">The type that reads the model.</param>
    internal void Begin(string signature, Type type)
    {
        if (content.Length > 0) throw new InvalidOperationException("A model can write itself once.");
        Writer.Write(signature);
        Writer.Write(type.Assembly.FullName);
    }

    internal void SaveModel(ICanSaveModel model, string name)
    {
        using var inner = new ModelSaveContext(archive, $"{directory}/{name}");
        model.Save(inner);
        inner.Commit();
    }

    internal void SaveBytes(string name, ReadOnlySpan<byte> bytes)
    {
        using Stream stream = archive.CreateEntry($"{directory}/{name}").Open();
        stream.Write(bytes);
    }

    internal void Commit()
    {
        Writer.Flush();
        if (content.Length == 0) throw new InvalidOperationException("The model wrote nothing.");
        SaveBytes(ModelFile.ModelEntry, content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
