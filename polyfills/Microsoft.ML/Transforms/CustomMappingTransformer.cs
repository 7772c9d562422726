using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> mapAction;
    private readonly string contractName;
    private readonly SchemaDefinition input;
    private readonly IReadOnlyList<MemberBinding<TDst>> outputs;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input, SchemaDefinition output)
    {
        this.mapAction = mapAction ?? throw new ArgumentNullException(nameof(mapAction));
        this.contractName = contractName;
        this.input = input ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        Wanted = MemberBinding<TSrc>.All(this.input, SchemaDefinition.Direction.Write).Select(binding => SchemaShape.Create(binding.ColumnName, binding.Type)).ToArray();
        outputs = MemberBinding<TDst>.All(output, SchemaDefinition.Direction.Write);
        Added = outputs.Select(binding => SchemaShape.Create(binding.ColumnName, binding.Type, SchemaShape.Create(binding.Annotations.Schema))).ToArray();
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal IReadOnlyList<SchemaShape.Column> Wanted { get; }

    internal IReadOnlyList<SchemaShape.Column> Added { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Transform(new EmptyView(inputSchema ?? throw new ArgumentNullException(nameof(inputSchema)))).Schema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Mapped(input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Mapped(new EmptyView(inputSchema ?? throw new ArgumentNullException(nameof(inputSchema))));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (contractName is null) throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        ctx.Begin(StoredMapping.Signature, typeof(StoredMapping));
        ctx.Writer.Write(contractName);
        ctx.Writer.Write(mapAction.Method.DeclaringType.Assembly.FullName);
    }

    // what a chain checks before it fits anything; a variable-size vector is content with any vector of its items
    internal static void Check(SchemaShape.Column wanted, SchemaShape.Column found)
    {
        bool fits = wanted.ItemType.Equals(found.ItemType) && wanted.IsKey == found.IsKey
            && (wanted.Kind == found.Kind || (wanted.Kind == SchemaShape.Column.VectorKind.VariableVector && found.Kind == SchemaShape.Column.VectorKind.Vector));
        if (!fits) throw SchemaFault.Mismatch("inputSchema", "input", wanted.Name, wanted.TypeString, found.TypeString);
    }

    private MappedView Mapped(IDataView source) => new(source, new Mapper(this, new RowReader<TSrc>(source.Schema, ignoreMissingColumns: false, input)));

    private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> transformer, RowReader<TSrc> reader) : RowMapper
    {
        public override IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; } = transformer.outputs
            .Select(binding => new DataViewSchema.DetachedColumn(binding.ColumnName, binding.Type, binding.Annotations)).ToArray();

        public override void MarkInputs(int output, bool[] inputs)
        {
            foreach (DataViewSchema.Column column in reader.Columns) inputs[column.Index] = true;
        }

        public override Delegate[] Getters(DataViewRow input, bool[] activeOutputs)
        {
            if (Array.IndexOf(activeOutputs, true) < 0) return new Delegate[activeOutputs.Length];
            // one pair of objects per row or cursor, and one call of the action per position, however many outputs are read
            var source = new TSrc();
            var target = new TDst();
            long done = -1;
            Action<TSrc> fill = reader.Over(input);
            return transformer.outputs.Select((binding, i) => activeOutputs[i] ? binding.Getter(Current) : null).ToArray();

            TDst Current()
            {
                if (input.Position == done && done >= 0) return target;
                fill(source);
                transformer.mapAction(source, target);
                done = input.Position;
                return target;
            }
        }
    }
}
