using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Microsoft.ML;

/// <summary>Where one model of a file is read from.</summary>
internal sealed class ModelLoadContext
{
    private readonly MLContext environment;
    private readonly ZipArchive archive;
    private readonly string directory;

    private ModelLoadContext(MLContext environment, ZipArchive archive, string directory)
    {
        this.environment = environment;
        this.archive = archive;
        this.directory = directory;
        Reader = new BinaryReader(new MemoryStream(LoadBytes(ModelFile.ModelEntry)), Encoding.UTF8);
    }

    public BinaryReader Reader { get; }

    public ITransformer LoadModel(string name) => Load(environment, archive, $"{directory}/{name}");

    public byte[] LoadBytes(string name)
    {
        ZipArchiveEntry entry = ModelFile.Find(archive, $"{directory}/{name}");
        using Stream stream = entry.Open();
        byte[] content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    public static ITransformer Load(MLContext environment, ZipArchive archive, string directory)
    {
        var context = new ModelLoadContext(environment, archive, directory);
        string signature = context.Reader.ReadString(), assemblyName = context.Reader.ReadString();
        Assembly assembly = Assembly.Load(assemblyName);
        // nothing but what an assembly itself declares to be a model can be named by a file
        Type type = assembly.GetCustomAttributes<ModelLoaderAttribute>().FirstOrDefault(loader => loader.Signature == signature)?.Type
            ?? throw new FormatException($"Couldn't load model: '{directory}'");
        MethodInfo load = type.GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        return (ITransformer)load.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [environment, context], null);
    }
}
