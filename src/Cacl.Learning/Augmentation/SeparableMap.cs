using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Maps rows and columns of pictures linearly, with weights of its own for each clip.</summary>
/// <remarks>
/// Two batched matrix products. For pictures of training size they take a fraction of the time of grouped convolutions with one
/// group for each clip, though most of the weights are 0.
/// </remarks>
internal static class SeparableMap
{
    /// <summary>Makes each new row and column a weighted sum of the old ones.</summary>
    /// <param name="clips">Float [clips, channels, frames, height, width].</param>
    /// <param name="rows">Float [clips, new height, height].</param>
    /// <param name="columns">Float [clips, new width, width].</param>
    /// <returns>Float [clips, channels, frames, new height, new width].</returns>
    public static Tensor Apply(Tensor clips, Tensor rows, Tensor columns)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = clips.shape;
        long count = shape[0], height = rows.shape[1], width = columns.shape[1];
        Tensor wide = clips.reshape(count, -1, shape[4]).bmm(columns.transpose(1, 2));                      // [clips, channels * frames * height, new width]
        Tensor tall = wide.view(count, shape[1], shape[2], shape[3], width).permute(0, 3, 1, 2, 4).reshape(count, shape[3], -1);
        Tensor mapped = rows.bmm(tall).view(count, height, shape[1], shape[2], width);                      // [clips, new height, channels, frames, new width]
        return mapped.permute(0, 2, 3, 1, 4).contiguous().MoveToOuterDisposeScope();
    }
}
