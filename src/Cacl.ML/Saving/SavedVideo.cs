using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>What a loaded model embeds a row from.</summary>
internal sealed class SavedVideo<T>
{
    [ColumnName(SavedVideo.Column)]
    public T? Video { get; set; }

    [ColumnName(SavedChain.Options)]
    public ReadOnlyMemory<char> Options { get; set; }

    [ColumnName(SavedChain.Content)]
    public VBuffer<byte> Encoder { get; set; }
}

internal static class SavedVideo
{
    public const string Column = "cacl.video";
}
