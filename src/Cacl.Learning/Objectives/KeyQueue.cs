using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>The latest keys of a momentum encoder, first in, first out, with the video that each came from.</summary>
/// <remarks>It begins with random unit vectors that belong to no video. Source: He et al., arXiv 1911.05722.</remarks>
public sealed class KeyQueue : IDisposable
{
    private readonly Tensor keys;     // float [size, length]
    private readonly Tensor videos;   // int64 [size]; -1 where a key came from no video

    /// <summary>Makes a queue of random unit vectors, drawn from torch's random generator.</summary>
    /// <param name="size">How many keys it holds.</param>
    /// <param name="length">Length of a key.</param>
    /// <param name="device">Where it lies.</param>
    public KeyQueue(int size, int length, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        keys = InfoNce.Normalize(randn(size, length)).to(device).DetachFromDisposeScope();
        videos = full([size], -1L, dtype: int64, device: device).DetachFromDisposeScope();
    }

    /// <summary>How many keys it holds.</summary>
    public int Size => (int)keys.shape[0];

    /// <summary>Where the next key goes.</summary>
    public int Pointer { get; internal set; }

    /// <summary>The keys: float [size, length].</summary>
    public Tensor Keys => keys;

    /// <summary>The video each key came from: int64 [size], -1 for none.</summary>
    public Tensor Videos => videos;

    /// <summary>The similarity of each anchor and each key.</summary>
    /// <param name="anchors">Float [batch, length].</param>
    /// <param name="maskVideos">The video of each anchor, int64 [batch]: its own keys are taken out by minus infinity. Null keeps all.</param>
    /// <returns>Float [batch, size].</returns>
    public Tensor Similarities(Tensor anchors, Tensor? maskVideos)
    {
        using DisposeScope scope = NewDisposeScope();
        // A copy: the queue changes in place after the loss is taken and before its gradient is.
        Tensor similarities = anchors.mm(keys.clone().transpose(0, 1));
        if (maskVideos is not null)
            similarities = similarities.masked_fill(maskVideos.unsqueeze(1).eq(videos.unsqueeze(0)), double.NegativeInfinity);
        return similarities.MoveToOuterDisposeScope();
    }

    /// <summary>Puts keys in the place of the oldest.</summary>
    /// <param name="newKeys">Float [count, length]; the last <see cref="Size"/> of them are kept.</param>
    /// <param name="newVideos">The video of each: int64 [count].</param>
    public void Enqueue(Tensor newKeys, Tensor newVideos)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long count = Math.Min(newKeys.shape[0], Size);
        long skip = newKeys.shape[0] - count;
        Tensor places = (arange(count, dtype: int64, device: keys.device) + Pointer).remainder(Size);
        keys.index_copy_(0, places, newKeys.detach().narrow(0, skip, count));
        videos.index_copy_(0, places, newVideos.narrow(0, skip, count));
        Pointer = (int)((Pointer + count) % Size);
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        keys.Dispose();
        videos.Dispose();
    }
}
