using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.ModelLoader("SelectColumnsTransform", typeof(Microsoft.ML.Transforms.ColumnSelectingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingTransformer : ITransformer
{
    private readonly string[] names;
    private readonly bool keeps;
    private readonly bool keepHidden;

    internal ColumnSelectingTransformer(string[] names, bool keeps, bool keepHidden)
    {
        if (names is null or []) throw new ArgumentException("At least one column must be named.", nameof(names));
        this.names = names;
        this.keeps = keeps;
        this.keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Projected(new EmptyView(inputSchema ?? throw new ArgumentNullException(nameof(inputSchema)))).Schema;

    public IDataView Transform(IDataView input) => Projected(input ?? throw new ArgumentNullException(nameof(input)));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Projected(new EmptyView(inputSchema ?? throw new ArgumentNullException(nameof(inputSchema))));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.Begin("SelectColumnsTransform", GetType());
        StoredValues.Write<string>(ctx.Writer, names);
        ctx.Writer.Write(keeps);
        ctx.Writer.Write(keepHidden);
    }

    internal static ColumnSelectingTransformer Load(MLContext context, ModelLoadContext ctx) =>
        new(StoredValues.Read<string>(ctx.Reader), ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());

    private ProjectedView Projected(IDataView source)
    {
        foreach (string name in names) SchemaFault.Find(source.Schema, "input", name);
        IEnumerable<DataViewSchema.Column> kept = keeps
            ? names.SelectMany(name => source.Schema.Where(column => column.Name == name))
            : source.Schema.Where(column => !names.Contains(column.Name));
        return new ProjectedView(source, kept.Where(column => keepHidden || !column.IsHidden).Select(column => column.Index).ToArray());
    }
}
