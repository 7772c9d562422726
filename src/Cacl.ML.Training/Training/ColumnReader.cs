using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Reads the column that a trainer learns from.</summary>
internal static class ColumnReader
{
    public static List<string> Paths(IDataView data, DataViewSchema.Column column)
    {
        var paths = new List<string>();
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> get = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        while (cursor.MoveNext())
        {
            get(ref path);
            paths.Add(Columns.PathOf(path, column.Name, cursor.Position));
        }

        return paths;
    }

    public static List<byte[]> Clips(IDataView data, DataViewSchema.Column column)
    {
        var clips = new List<byte[]>();
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<byte>> get = cursor.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> clip = default;
        while (cursor.MoveNext())
        {
            get(ref clip);
            clips.Add([.. clip.DenseValues()]);
        }

        return clips;
    }
}
