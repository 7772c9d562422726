using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>Adds an empty scalar column: an expression must read a scalar, and there may be none.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedNothing : CustomMappingFactory<SavedNothing.Source, SavedNothing.Target>
{
    public const string Contract = "Cacl.ML.Nothing";

    /// <inheritdoc/>
    public override Action<Source, Target> GetMapping() => Map;

    public static void Map(Source source, Target target)
    {
    }

    internal sealed class Source
    {
    }

    internal sealed class Target
    {
        public const string NothingColumn = "cacl.nothing";

        [ColumnName(NothingColumn)]
        public ReadOnlyMemory<char> Nothing { get; set; }
    }
}
