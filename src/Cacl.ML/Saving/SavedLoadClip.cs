using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>How a loaded model reads clips: the same component, behind a custom mapping.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedLoadClip : CustomMappingFactory<SavedLoadClip.Source, SavedLoadClip.Target>
{
    private const string Contract = "Cacl.ML.LoadClip", Component = nameof(VideoTransformsCatalog.LoadClip);

    /// <inheritdoc/>
    public override Action<Source, Target> GetMapping() => Map;

    /// <summary>The component as a chain that a model can hold.</summary>
    public static SavedChain Chain(LoadClipTransformer transformer, LoadClipOptions options)
    {
        var saved = SavedLoadClipOptions.Of(options, transformer.OutputColumnName, transformer.InputColumnName);
        SavedChain chain = SavedChain.OverPaths(transformer.InputColumnName)
            .CopyAside(Source.PathColumn, transformer.InputColumnName)
            .Carry(SavedOptions.Write(Component, SavedLoadClipOptions.Format, saved), Source.PathColumn)
            .Map<Source, Target>(Map, Contract);
        chain = transformer.OutputType.IsKnownSize
            ? chain.CopySized(transformer.OutputColumnName, Target.ClipsColumn, transformer.OutputType)
            : chain.Copy(transformer.OutputColumnName, Target.ClipsColumn);
        return transformer.FaultColumnName is { } fault ? chain.Copy(fault, Target.FaultColumn) : chain;
    }

    // ML.NET keeps the target as long as a cursor, so what was made of the options stays with it.
    private static void Map(Source source, Target target)
    {
        if (target.Reader is null || !source.Options.Span.SequenceEqual(target.ReaderOptions.Span))
            (target.Reader, target.ReaderOptions) = (new Reader(source.Options.Span), source.Options);
        target.Reader.Read(source, target);
    }

    internal sealed class Source
    {
        public const string PathColumn = "cacl.path";

        [ColumnName(PathColumn)]
        public ReadOnlyMemory<char> Path { get; set; }

        [ColumnName(SavedChain.Options)]
        public ReadOnlyMemory<char> Options { get; set; }
    }

    internal sealed class Target
    {
        public const string ClipsColumn = "cacl.clips", FaultColumn = "cacl.fault";

        [ColumnName(ClipsColumn)]
        public VBuffer<byte> Clips { get; set; }

        [ColumnName(FaultColumn)]
        public ReadOnlyMemory<char> Fault { get; set; }

        internal Reader? Reader { get; set; }

        internal ReadOnlyMemory<char> ReaderOptions { get; set; }
    }

    internal sealed class Reader
    {
        private readonly SavedRow<ReadOnlyMemory<char>> row;
        private readonly ValueGetter<VBuffer<byte>> getClips;
        private readonly ValueGetter<ReadOnlyMemory<char>>? getFault;

        public Reader(ReadOnlySpan<char> text)
        {
            var options = SavedOptions.Read<SavedLoadClipOptions>(Component, SavedLoadClipOptions.Format, text);
            LoadClipTransformer transformer;
            try
            {
                transformer = new LoadClipTransformer(SavedContext.Create(), options.OutputColumnName, options.InputColumnName, options.Options);
            }
            catch (ArgumentException exception)
            {
                throw SavedOptions.Damaged(Component, exception.Message, exception);
            }

            row = new SavedRow<ReadOnlyMemory<char>>(options.InputColumnName, TextDataViewType.Instance);
            bool flags = transformer.FaultColumnName is not null;
            RowColumns columns = transformer.MakeColumns(row, flags ? [true, true] : [true]);
            getClips = (ValueGetter<VBuffer<byte>>)columns.Getters[0]!;
            getFault = flags ? (ValueGetter<ReadOnlyMemory<char>>)columns.Getters[1]! : null;
        }

        public void Read(Source source, Target target)
        {
            row.Next((ref ReadOnlyMemory<char> path) => path = source.Path);
            VBuffer<byte> clips = target.Clips;
            getClips(ref clips);
            target.Clips = clips;
            if (getFault is null)
                return;
            ReadOnlyMemory<char> fault = default;
            getFault(ref fault);
            target.Fault = fault;
        }
    }
}
