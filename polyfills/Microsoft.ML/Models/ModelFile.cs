using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A model file: a zip archive, as the package's, but with entries of a format of its own.</summary>
internal static class ModelFile
{
    public const string ModelEntry = "Model.standin";

    private const string Chain = "TransformerChain";
    private const string SchemaEntry = "Schema.standin";
    private const string PackagesEntry = Chain + "/Model.key";

    public static void Save(Stream stream, ITransformer model, DataViewSchema inputSchema)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var context = new ModelSaveContext(archive, Chain))
        {
            ((ICanSaveModel)model).Save(context);
            context.Commit();
        }
        if (inputSchema is null) return;
        using var writer = new BinaryWriter(archive.CreateEntry(SchemaEntry).Open());
        StoredSchema.Write(writer, inputSchema);
    }

    public static ITransformer Load(MLContext context, Stream stream, out DataViewSchema inputSchema)
    {
        using ZipArchive archive = Open(stream);
        if (archive.GetEntry(PackagesEntry) is not null) throw Unserved.Member("ModelOperationsCatalog.Load of a file that the package wrote");
        try
        {
            inputSchema = null;
            if (archive.GetEntry(SchemaEntry) is { } entry)
            {
                using var reader = new BinaryReader(entry.Open());
                inputSchema = StoredSchema.Read(reader);
            }
            return ModelLoadContext.Load(context, archive, Chain);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new FormatException("Corrupt model file", exception);
        }
    }

    public static ZipArchiveEntry Find(ZipArchive archive, string entry) =>
        archive.GetEntry(entry) is { } found && found.Length <= Array.MaxLength ? found : throw new FormatException("Corrupt model file");

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (Exception exception)
        {
            throw new FormatException("Failed to open a zip archive", exception);
        }
    }
}
