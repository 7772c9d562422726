using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

[assembly: Microsoft.ML.ModelLoader("OnnxTransform", typeof(Microsoft.ML.Transforms.Onnx.OnnxTransformer))]

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxTransformer : RowToRowTransformerBase, IDisposable
{
    private const string ModelEntry = "OnnxModel";

    private readonly OnnxOptions options;
    private bool disposed;

    private OnnxTransformer(OnnxOptions options, string file, bool owns)
    {
        this.options = options;
        try
        {
            Graph = new OnnxGraph(file, owns, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidOperationException($"Error initializing model :{exception}", exception);
        }
        Inputs = options.InputColumns is { Length: > 0 } inputs ? inputs : Graph.InputNames;
        Outputs = options.OutputColumns is { Length: > 0 } outputs ? outputs : Graph.OutputNames;
        foreach (string name in Outputs) Graph.Output(name);
    }

    internal OnnxGraph Graph { get; }

    internal string[] Inputs { get; }

    internal string[] Outputs { get; }

    internal static OnnxTransformer OfFile(MLContext context, OnnxOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ModelFile)) throw new ArgumentException("A model file must be named.", nameof(options));
        if (!File.Exists(options.ModelFile)) throw new IOException($"Model file {options.ModelFile} does not exists.");
        bool ofContext = options.GpuDeviceId is null && context.GpuDeviceId is not null;
        return new OnnxTransformer(new OnnxOptions
        {
            InputColumns = options.InputColumns,
            OutputColumns = options.OutputColumns,
            ShapeDictionary = options.ShapeDictionary,
            GpuDeviceId = ofContext ? context.GpuDeviceId : options.GpuDeviceId,
            FallbackToCpu = ofContext ? context.FallbackToCpu : options.FallbackToCpu,
            RecursionLimit = options.RecursionLimit,
            InterOpNumThreads = options.InterOpNumThreads,
            IntraOpNumThreads = options.IntraOpNumThreads,
        }, options.ModelFile, owns: false);
    }

    internal static OnnxTransformer Load(MLContext context, ModelLoadContext ctx)
    {
        var options = new OnnxOptions
        {
            InputColumns = StoredValues.Read<string>(ctx.Reader),
            OutputColumns = StoredValues.Read<string>(ctx.Reader),
            GpuDeviceId = context.GpuDeviceId,
            FallbackToCpu = context.FallbackToCpu,
        };
        for (int left = ctx.Reader.ReadInt32(); left > 0; left--) options.ShapeDictionary.Add(ctx.Reader.ReadString(), StoredValues.Read<int>(ctx.Reader));
        options.RecursionLimit = ctx.Reader.ReadInt32();
        // not any name, as the package takes: one that ends in .ort stands for another format
        string file = Path.Combine(context.TempFilePath, Path.ChangeExtension(Path.GetRandomFileName(), ".onnx"));
        File.WriteAllBytes(file, ctx.LoadBytes(ModelEntry));
        return new OnnxTransformer(options, file, owns: true);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Graph.Dispose();
    }

    private protected override RowMapper Bind(DataViewSchema schema) => new OnnxMapper(this, schema);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin("OnnxTransform", GetType());
        ctx.SaveBytes(ModelEntry, Graph.ReadFile());
        StoredValues.Write<string>(ctx.Writer, Inputs);
        StoredValues.Write<string>(ctx.Writer, Outputs);
        ctx.Writer.Write(options.ShapeDictionary?.Count ?? 0);
        foreach ((string name, int[] shape) in options.ShapeDictionary ?? new Dictionary<string, int[]>())
        {
            ctx.Writer.Write(name);
            StoredValues.Write<int>(ctx.Writer, shape);
        }
        ctx.Writer.Write(options.RecursionLimit);
    }
}
