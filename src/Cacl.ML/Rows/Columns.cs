using System.Collections.Immutable;
using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>Finds input columns and says what is wrong with them.</summary>
internal static class Columns
{
    public const string Paths = "text (paths of videos)";
    public const string ClipBytes = "a vector of Byte of known size [frames, height, width, 3] (clips)";

    /// <summary>The column of a name, checked to be of a kind.</summary>
    /// <exception cref="ArgumentException">It is missing or of another kind; the message names it, what was expected and what was found.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string expected, Func<DataViewType, bool> fits)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
            throw new ArgumentException($"Column '{name}' is missing; expected {expected}. There are: {string.Join(", ", schema.Where(other => !other.IsHidden).Select(other => other.Name))}.");
        return fits(column.Type)
            ? column
            : throw new ArgumentException($"Column '{name}' is {column.Type}; expected {expected}.");
    }

    /// <summary>The column of a name in a shape, checked to be of a kind.</summary>
    /// <exception cref="ArgumentException">It is missing or of another kind.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string name, string expected, Func<SchemaShape.Column, bool> fits)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name == name)
            {
                return fits(column)
                    ? column
                    : throw new ArgumentException($"Column '{name}' is {(column.Kind == SchemaShape.Column.VectorKind.Scalar ? "" : $"{column.Kind} of ")}{column.ItemType}; expected {expected}.");
            }
        }

        throw new ArgumentException($"Column '{name}' is missing; expected {expected}. There are: {string.Join(", ", shape.Select(other => other.Name))}.");
    }

    public static bool IsPath(DataViewType type) => type is TextDataViewType;

    public static bool IsPath(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar && column.ItemType is TextDataViewType;

    public static bool IsClip(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: true, Dimensions: { Length: 4 } dimensions } vector && vector.ItemType == NumberDataViewType.Byte && dimensions[3] == 3;

    public static bool IsClip(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Byte;

    /// <summary>Frames of a clip column, and the size of each.</summary>
    public static (int Frames, FrameSize Size) ShapeOf(DataViewType clipType)
    {
        ImmutableArray<int> dimensions = ((VectorDataViewType)clipType).Dimensions;
        return (dimensions[0], new FrameSize(dimensions[2], dimensions[1]));
    }

    /// <summary>The path that a row holds.</summary>
    /// <exception cref="InvalidDataException">It is empty; the message names the column and the row.</exception>
    public static string PathOf(ReadOnlyMemory<char> text, string columnName, long row) => text.IsEmpty
        ? throw new InvalidDataException($"Column '{columnName}' is empty in row {row}; expected the path of a video.")
        : text.ToString();
}
