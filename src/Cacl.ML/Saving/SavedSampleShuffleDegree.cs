using Cacl.Clips;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cacl.ML;

/// <summary>How a loaded model shuffles clips: the same component, behind a custom mapping.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class SavedSampleShuffleDegree : CustomMappingFactory<SavedSampleShuffleDegree.Source, SavedSampleShuffleDegree.Target>
{
    private const string Contract = "Cacl.ML.SampleShuffleDegree", Component = nameof(VideoTransformsCatalog.SampleShuffleDegree);
    private const int Format = 1;

    /// <inheritdoc/>
    public override Action<Source, Target> GetMapping() => Map;

    /// <summary>The component as a chain that a model can hold.</summary>
    /// <param name="transformer">The component.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="clip">The type of the clips that it was made for.</param>
    public static SavedChain Chain(SampleShuffleDegreeTransformer transformer, SampleShuffleDegreeOptions options, VectorDataViewType clip)
    {
        var saved = new Options
        {
            Sampling = options.Sampling,
            Seed = options.Seed,
            Clip = [.. clip.Dimensions],
        };
        SavedChain chain = SavedChain.OverBytes(transformer.InputColumnName, clip)
            .CopyAside(Source.ClipColumn, transformer.InputColumnName)
            .Map<SavedNothing.Source, SavedNothing.Target>(SavedNothing.Map, SavedNothing.Contract)
            .Carry(SavedOptions.Write(Component, Format, saved), SavedNothing.Target.NothingColumn)
            .Map<Source, Target>(Map, Contract)
            .CopySized(transformer.OutputColumnName, Target.ShuffledColumn, clip)
            .Copy(transformer.DegreeColumnName, Target.DegreeColumn);
        return transformer.OrderColumnName is { } order
            ? chain.CopySized(order, Target.OrderColumn, new VectorDataViewType(NumberDataViewType.Int32, clip.Dimensions[0]))
            : chain;
    }

    private static void Map(Source source, Target target)
    {
        if (target.Sampler is null || !source.Options.Span.SequenceEqual(target.SamplerOptions.Span))
            (target.Sampler, target.SamplerOptions) = (new Sampler(source.Options.Span), source.Options);
        target.Sampler.Shuffle(source, target);
    }

    internal sealed record Options
    {
        public required ShuffleSampling Sampling { get; init; }

        public required int Seed { get; init; }

        /// <summary>Frames, height, width and 3.</summary>
        public required int[] Clip { get; init; }
    }

    internal sealed class Source
    {
        public const string ClipColumn = "cacl.clip";

        [ColumnName(ClipColumn)]
        public VBuffer<byte> Clip { get; set; }

        [ColumnName(SavedChain.Options)]
        public ReadOnlyMemory<char> Options { get; set; }
    }

    internal sealed class Target
    {
        public const string ShuffledColumn = "cacl.shuffled", DegreeColumn = "cacl.degree", OrderColumn = "cacl.order";

        [ColumnName(ShuffledColumn)]
        public VBuffer<byte> Shuffled { get; set; }

        [ColumnName(DegreeColumn)]
        public uint Degree { get; set; }

        [ColumnName(OrderColumn)]
        public VBuffer<int> Order { get; set; }

        internal Sampler? Sampler { get; set; }

        internal ReadOnlyMemory<char> SamplerOptions { get; set; }
    }

    internal sealed class Sampler
    {
        private readonly SavedRow<VBuffer<byte>> row;
        private readonly ValueGetter<VBuffer<byte>> getShuffled;
        private readonly ValueGetter<uint> getDegree;
        private readonly ValueGetter<VBuffer<int>> getOrder;
        private readonly int bytes;

        public Sampler(ReadOnlySpan<char> text)
        {
            var options = SavedOptions.Read<Options>(Component, Format, text);
            RowColumns columns;
            try
            {
                var type = new VectorDataViewType(NumberDataViewType.Byte, options.Clip);
                bytes = type.Size;
                var settings = new SampleShuffleDegreeOptions { Sampling = options.Sampling, Seed = options.Seed, OrderColumnName = Target.OrderColumn };
                var transformer = new SampleShuffleDegreeTransformer(Target.ShuffledColumn, Target.DegreeColumn, Source.ClipColumn, settings, type);
                row = new SavedRow<VBuffer<byte>>(Source.ClipColumn, type);
                transformer.NewColumns(row.Schema);
                columns = transformer.MakeColumns(row, [true, true, true]);
            }
            catch (Exception exception) when (exception is ArgumentException or OverflowException)
            {
                throw SavedOptions.Damaged(Component, exception.Message, exception);
            }

            getShuffled = (ValueGetter<VBuffer<byte>>)columns.Getters[0]!;
            getDegree = (ValueGetter<uint>)columns.Getters[1]!;
            getOrder = (ValueGetter<VBuffer<int>>)columns.Getters[2]!;
        }

        public void Shuffle(Source source, Target target)
        {
            if (source.Clip.Length != bytes)
                throw new InvalidDataException($"The model's {Component} shuffles clips of {bytes} bytes; a row has one of {source.Clip.Length}.");
            row.Next((ref VBuffer<byte> clip) => clip = source.Clip);
            VBuffer<byte> shuffled = target.Shuffled;
            getShuffled(ref shuffled);
            target.Shuffled = shuffled;
            uint degree = 0;
            getDegree(ref degree);
            target.Degree = degree;
            VBuffer<int> order = target.Order;
            getOrder(ref order);
            target.Order = order;
        }
    }
}
