using System.Globalization;
using System.Text;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace Cacl.ML;

/// <summary>A component as a chain of ML.NET's own transformers, which is what a saved model holds of it.</summary>
/// <remarks>
/// ML.NET loads components of its own packages alone, but for custom mappings: of these a file names the assembly and a contract. So
/// options travel as the text of a constant expression, and a mapping under a contract of this library reads them. The chain has a context
/// of its own, whose devices no graph of it runs on: it is only written.
/// </remarks>
internal sealed class SavedChain : IDisposable
{
    /// <summary>The column that options travel in.</summary>
    public const string Options = "cacl.options";

    /// <summary>The column that a file's bytes come in, when they are asked for.</summary>
    public const string Content = "cacl.content";

    private readonly MLContext context = new();
    private readonly List<ITransformer> steps = [];
    private readonly List<string> temporary = [];
    private readonly List<string> files = [];
    private IDataView data;

    private SavedChain(Func<MLContext, IDataView> rows) => data = rows(context);

    /// <summary>Files that the chain's graphs lie in until it is disposed.</summary>
    internal IReadOnlyList<string> Files => files;

    /// <summary>Begins a chain over a column of paths.</summary>
    public static SavedChain OverPaths(string inputColumnName) => Over<PathRow>(inputColumnName, TextDataViewType.Instance);

    /// <summary>Begins a chain over a column of bytes: clips, or files.</summary>
    public static SavedChain OverBytes(string inputColumnName, VectorDataViewType type) => Over<BytesRow>(inputColumnName, type);

    /// <summary>Adds a column that the chain drops at its end.</summary>
    public SavedChain CopyAside(string output, string input)
    {
        temporary.Add(output);
        return Copy(output, input);
    }

    /// <summary>Adds a copy of a column.</summary>
    public SavedChain Copy(string output, string input) => Add(transforms => transforms.CopyColumns(output, input));

    /// <summary>Adds the column of options.</summary>
    /// <param name="options">Any text.</param>
    /// <param name="scalar">A scalar column; an expression must read one.</param>
    public SavedChain Carry(string options, string scalar)
    {
        temporary.Add(Options);
        return Add(transforms => transforms.Expression(Options, $"(p) => \"{Escaped(options)}\"", scalar));
    }

    /// <summary>Adds a mapping; its columns are dropped at the chain's end.</summary>
    public SavedChain Map<TSource, TTarget>(Action<TSource, TTarget> map, string contract)
        where TSource : class, new()
        where TTarget : class, new()
    {
        temporary.AddRange(SchemaDefinition.Create(typeof(TTarget)).Select(column => column.ColumnName));
        return Add(transforms => transforms.CustomMapping(map, contract));
    }

    /// <summary>Adds a column of a known size with the values of one whose size is open.</summary>
    public SavedChain CopySized(string output, string input, VectorDataViewType type)
    {
        string sized = $"{input}.sized";
        temporary.Add(sized);
        Apply(stream => KnownSizeGraph.Write(stream, input, sized, type.ItemType.RawType, type.Dimensions), new() { [input] = [0, type.Dimensions[^1]] });
        return Copy(output, sized);
    }

    /// <summary>Adds the column <see cref="Content"/>, which has all bytes in a row that asks for them, and else the first.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="asked">A column of one byte, 1 or 0.</param>
    public SavedChain Carry(byte[] content, string asked)
    {
        temporary.Add(Content);
        return Apply(stream => CarrierGraph.Write(stream, asked, Content, content), new() { [asked] = [0, 1], [Content] = [0] });
    }

    /// <summary>Writes the chain in a component's place.</summary>
    public void Save(ModelSaveContext model)
    {
        Add(transforms => transforms.DropColumns([.. temporary]));
        ((ICanSaveModel)new TransformerChain<ITransformer>([.. steps])).Save(model);
    }

    /// <summary>Frees the graphs, and removes the files that ML.NET read them from.</summary>
    public void Dispose()
    {
        foreach (ITransformer step in steps)
            (step as IDisposable)?.Dispose();
        foreach (string file in files)
            File.Delete(file);
    }

    /// <summary>No rows of one column: what components are fitted to.</summary>
    private static SavedChain Over<TRow>(string name, DataViewType type)
        where TRow : class
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TRow));
        definition[0].ColumnType = type;
        definition[0].ColumnName = name;
        return new SavedChain(context => context.Data.LoadFromEnumerable<TRow>([], definition));
    }

    /// <remarks>A chain that can't be made is not anybody's yet, so it frees itself.</remarks>
    private SavedChain Add<TTransformer>(Func<TransformsCatalog, IEstimator<TTransformer>> estimator)
        where TTransformer : ITransformer
    {
        try
        {
            ITransformer step = estimator(context.Transforms).Fit(data);
            steps.Add(step);
            data = step.Transform(data);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Adds a graph, which ML.NET reads from a file, now and again when it is saved.</summary>
    private SavedChain Apply(Action<Stream> write, Dictionary<string, int[]> shapes) => Add(transforms =>
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        files.Add(file);
        // An encoder may be confidential, and temporary folders are shared.
        var own = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(file, own))
            write(stream);
        return transforms.ApplyOnnxModel(new OnnxOptions { ModelFile = file, ShapeDictionary = shapes });
    });

    /// <summary>A text between quotation marks, as expressions have it.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            if (letter is '\\' or '"')
                escaped.Append('\\').Append(letter);
            else if (letter is < ' ' or > '~')
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else
                escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class BytesRow
    {
        public VBuffer<byte> Bytes { get; set; }
    }
}
