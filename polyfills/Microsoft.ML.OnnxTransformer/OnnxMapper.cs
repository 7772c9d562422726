using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Runs the graph for each row, whichever of its outputs are read.</summary>
internal sealed class OnnxMapper : RowMapper
{
    private readonly OnnxTransformer transformer;
    private readonly (OnnxVariable Variable, DataViewSchema.Column Column)[] inputs;

    public OnnxMapper(OnnxTransformer transformer, DataViewSchema schema)
    {
        this.transformer = transformer;
        inputs = transformer.Inputs.Select(name => (transformer.Graph.Input(name), SchemaFault.Find(schema, "input", name))).ToArray();
        foreach ((OnnxVariable variable, DataViewSchema.Column column) in inputs) Check(variable, column);
        Outputs = transformer.Outputs.Select(name =>
            new DataViewSchema.DetachedColumn(name.EndsWith(".output", StringComparison.Ordinal) ? name.Replace(".output", "") : name, transformer.Graph.Output(name).Type)).ToArray();
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; }

    public override void MarkInputs(int output, bool[] marked)
    {
        foreach ((_, DataViewSchema.Column column) in inputs) marked[column.Index] = true;
    }

    public override Delegate[] Getters(DataViewRow input, bool[] activeOutputs)
    {
        string[] wanted = transformer.Outputs.Where((_, i) => activeOutputs[i]).ToArray();
        if (wanted.Length == 0) return new Delegate[activeOutputs.Length];
        Func<NamedOnnxValue>[] sources = inputs.Select(pair =>
            GenericCall.Static<Func<NamedOnnxValue>>(typeof(OnnxMapper), nameof(Source), [pair.Variable.ItemType.RawType], input, pair.Variable, pair.Column)).ToArray();
        IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = null;
        long done = -1;
        return transformer.Outputs.Select((name, i) => activeOutputs[i]
            ? GenericCall.Static<Delegate>(typeof(OnnxMapper), nameof(Getter), [transformer.Graph.Output(name).ItemType.RawType], new Func<NamedOnnxValue>(() => Result(name)))
            : null).ToArray();

        NamedOnnxValue Result(string name)
        {
            if (done != input.Position)
            {
                results?.Dispose();
                results = transformer.Graph.Run(sources.Select(source => source()).ToArray(), wanted);
                done = input.Position;
            }
            return results.First(result => result.Name == name);
        }
    }

    private static void Check(OnnxVariable variable, DataViewSchema.Column column)
    {
        if (variable.Shape.Count(dimension => dimension == 0) > 1) throw new ArgumentOutOfRangeException(variable.Name, "Only 1 unknown dimension is allowed");
        var vector = column.Type as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? column.Type;
        if (!item.Equals(variable.ItemType)) throw SchemaFault.Mismatch("inputSchema", "input", variable.Name, variable.ItemType.ToString(), column.Type.ToString());
        if (vector is null) throw Unserved.Member($"ApplyOnnxModel of the scalar column '{column.Name}'");
        if (variable.Shape.Contains(0)) return;
        // without an open dimension there is no place for a length that only the row tells
        if (!vector.IsKnownSize) throw Unserved.Member($"ApplyOnnxModel of the variable-size column '{column.Name}' without an open dimension, which the package fails on too,");
        int size = variable.Shape.Aggregate(1, (product, dimension) => product * dimension);
        if (vector.Size % size != 0)
            throw new InvalidOperationException($"Input shape mismatch: Input '{variable.Name}' has shape {string.Join(",", variable.Shape)}, but input data is of length {vector.Size}.");
    }

    private static Func<NamedOnnxValue> Source<T>(DataViewRow row, OnnxVariable variable, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        bool variableSize = column.Type is VectorDataViewType { IsKnownSize: false };
        int[] shape = [.. variable.Shape];
        int open = Array.IndexOf(shape, 0), known = shape.Where(dimension => dimension > 0).Aggregate((product, dimension) => product * dimension);
        VBuffer<T> buffer = default;
        return () =>
        {
            getter(ref buffer);
            if (variableSize) shape[open] = buffer.Length / known;
            T[] values = new T[buffer.Length];
            buffer.CopyTo(values);
            return NamedOnnxValue.CreateFromTensor(variable.Name, new DenseTensor<T>(values, shape));
        };
    }

    private static Delegate Getter<T>(Func<NamedOnnxValue> result)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) =>
        {
            var tensor = (DenseTensor<T>)result().AsTensor<T>();
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, (int)tensor.Length);
            tensor.Buffer.Span.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }
}
