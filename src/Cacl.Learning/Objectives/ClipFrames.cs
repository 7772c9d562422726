using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>Clips as a row of frames.</summary>
internal static class ClipFrames
{
    /// <summary>In: float [clips, 3, frames, height, width]. Out: float [clips * frames, 3, height, width].</summary>
    public static Tensor Flatten(Tensor clips)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = clips.shape;
        return clips.permute(0, 2, 1, 3, 4).reshape(shape[0] * shape[2], shape[1], shape[3], shape[4]).MoveToOuterDisposeScope();
    }
}
