namespace Cacl.Learning;

/// <summary>The bounds of what a residual network's stages are made of.</summary>
internal static class StageSizes
{
    /// <summary>The most channels of a stage. A 3x3x3 convolution of a tenth more has more than the 2 GiB that one array, and so a file's tensor, can hold.</summary>
    public const int MostChannels = 4096;

    private const int MostBlocks = 1000;

    /// <summary>Adds a line for channels, and one for blocks, that are out of range.</summary>
    public static void CollectFaults(string option, IReadOnlyList<int> channels, IReadOnlyList<int> blocks, List<string> faults)
    {
        CheckRange(nameof(ResidualArchitecture.Channels), channels, MostChannels);
        CheckRange(nameof(ResidualArchitecture.Blocks), blocks, MostBlocks);

        void CheckRange(string name, IReadOnlyList<int> values, int most)
        {
            if (values.Any(value => value < 1 || value > most))
                faults.Add($"{option}.{name} is [{string.Join(", ", values)}]; every entry must be from 1 to {most}.");
        }
    }

    /// <summary>A bound of the network's weights from below: whatever kind of block, it has a convolution over 3x3 pixels from a stage's channels to as many.</summary>
    public static long FewestWeights(IReadOnlyList<int> channels, IReadOnlyList<int> blocks) =>
        channels.Zip(blocks, (width, count) => 9L * width * width * count).Sum();
}
