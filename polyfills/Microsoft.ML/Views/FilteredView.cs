namespace Microsoft.ML.Data;

/// <summary>Some rows of a data view, their values untouched.</summary>
/// <param name="source">The view whose rows are chosen from.</param>
/// <param name="read">The columns that the choice reads.</param>
/// <param name="choose">Makes one cursor's rule: keep the row, leave it out, or end.</param>
/// <param name="count">The number of rows, where it is known beforehand.</param>
/// <param name="shuffles">Whether the choice does not depend on the order of the rows.</param>
internal sealed class FilteredView(IDataView source, IReadOnlyList<DataViewSchema.Column> read, Func<DataViewRow, Func<FilteredView.Verdict>> choose, Func<long?> count, bool shuffles) : View
{
    internal enum Verdict
    {
        Keep,
        Skip,
        End,
    }

    public override DataViewSchema Schema => source.Schema;

    public override bool CanShuffle => shuffles && source.CanShuffle;

    public override long? GetRowCount() => count();

    protected override DataViewRowCursor Open(bool[] active, Random rand)
    {
        bool[] needed = [.. active];
        foreach (DataViewSchema.Column column in read) needed[column.Index] = true;
        return new RowCursor(source.GetRowCursor(ActiveColumns.Select(Schema, needed), rand), active, choose);
    }

    private sealed class RowCursor(DataViewRowCursor input, bool[] active, Func<DataViewRow, Func<Verdict>> choose) : Cursor(input.Schema, active)
    {
        private readonly Func<Verdict> verdict = choose(input);
        private readonly Delegate[] getters = new Delegate[active.Length];

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override bool Advance()
        {
            while (input.MoveNext())
            {
                switch (verdict())
                {
                    case Verdict.Keep: return true;
                    case Verdict.End: return false;
                }
            }
            return false;
        }

        protected override Delegate Getter(int column) => getters[column] ??= RowGetters.Of(input, input.Schema[column]);

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }
}
