using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A batch on the device: clips as bytes, their draws, frame orders and degrees.</summary>
/// <remarks>Its tensors belong to the dispose scope in which it was made; it may be disposed of before.</remarks>
internal sealed class ClipBatch : IDisposable
{
    private readonly Tensor[] pixels;                // of each view: byte [clips, frames, height, width, 3]
    private readonly ViewDraw[][] draws;             // [views][clips or clips * frames]
    private readonly int edge;
    private readonly int[][] frameNumbers;           // [clips][frames, of one clip or two]
    private readonly bool subtractBackground;

    public ClipBatch(HostBatch host, Device device, bool subtractBackground)
    {
        this.subtractBackground = subtractBackground;
        draws = host.Draws;
        edge = host.Edge;
        frameNumbers = host.FrameNumbers;
        Count = host.Clips;
        FirstRow = host.FirstRow;
        CountOfAll = host.CountOfAll;
        Frames = host.Frames;
        pixels = [.. host.Pixels.Select(clips => Upload.OnDevice(clips, [host.Frames, host.Height, host.Width, 3], device))];
        Videos = tensor(host.Videos).OnDevice(device);
        Orders = tensor(host.Orders, [host.Clips, host.Frames]).OnDevice(device);
        DegreeClasses = tensor(host.DegreeClasses).OnDevice(device);
        Random = host.Random;
    }

    /// <summary>How many clips it holds.</summary>
    public int Count { get; }

    /// <summary>Where its clips lie among those of all ranks.</summary>
    public int FirstRow { get; }

    /// <summary>The clips of all ranks together.</summary>
    public int CountOfAll { get; }

    /// <summary>Whether it holds the clips of all ranks.</summary>
    public bool IsWhole => Count == CountOfAll;

    /// <summary>Frames of a clip.</summary>
    public int Frames { get; }

    /// <summary>The video of each clip: int64 [clips].</summary>
    public Tensor Videos { get; }

    /// <summary>The order of each clip's shuffled twin: int64 [clips, frames].</summary>
    public Tensor Orders { get; }

    /// <summary>The class of each order's shuffle degree: int64 [clips].</summary>
    public Tensor DegreeClasses { get; }

    /// <summary>A random number of this batch's own, for choices that an objective makes; the same for all ranks.</summary>
    public ulong Random { get; }

    /// <summary>The number in its video of a frame that a view shows: equal numbers are the same frame.</summary>
    /// <param name="clip">Which clip, from 0.</param>
    /// <param name="view">Which view, from 0.</param>
    /// <param name="place">Which frame of the clip, from 0.</param>
    public int FrameNumber(int clip, int view, int place)
    {
        int[] numbers = frameNumbers[clip];
        return numbers[view == 0 ? place : numbers.Length - Frames + place];
    }

    /// <summary>One varied view of every clip.</summary>
    /// <param name="view">Which, from 0.</param>
    /// <returns>Float [clips, 3, frames, edge, edge].</returns>
    public Tensor View(int view)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clips = ViewWithBackground(view);
        return (subtractBackground ? BackgroundSubtraction.Apply(clips) : clips).MoveToOuterDisposeScope();
    }

    /// <summary>One varied view of every clip whose background is left to the caller, who cuts shorter clips of it.</summary>
    /// <param name="view">Which, from 0.</param>
    /// <returns>Float [clips, 3, frames, edge, edge].</returns>
    public Tensor ViewWithBackground(int view) => ClipAugmenter.Apply(pixels[view], draws[view], edge);

    /// <summary>Puts the frames of each clip, or their features, in the order of its shuffled twin.</summary>
    /// <param name="perFrame">[clips, frames, ...].</param>
    /// <returns>A tensor of the same shape.</returns>
    public Tensor ShuffleFrames(Tensor perFrame)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = perFrame.shape;
        Tensor offsets = arange(Count, dtype: int64, device: Orders.device).unsqueeze(1) * Frames;
        Tensor index = (Orders + offsets).view(-1);                                         // [clips * frames]
        Tensor flat = perFrame.reshape([shape[0] * shape[1], .. shape[2..]]);
        return flat.index_select(0, index).view(shape).MoveToOuterDisposeScope();
    }

    /// <summary>The shuffled twin of each clip of a view.</summary>
    /// <param name="clips">Float [clips, 3, frames, edge, edge].</param>
    /// <param name="orders">The order of each twin: int64 [clips, frames].</param>
    /// <returns>A tensor of the same shape.</returns>
    public static Tensor ShuffleClips(Tensor clips, Tensor orders)
    {
        using DisposeScope scope = NewDisposeScope();
        (long count, long frames) = (orders.shape[0], orders.shape[1]);
        // Each plane of a colour is a row, and goes where its frame goes.
        Tensor first = arange(count * 3, dtype: int64, device: orders.device).view(count, 3, 1) * frames;
        Tensor rows = (orders.unsqueeze(1) + first).view(-1);                               // [clips * 3 * frames]
        return clips.reshape(rows.shape[0], -1).index_select(0, rows).view(clips.shape).MoveToOuterDisposeScope();
    }

    /// <summary>Lets the batch outlive the dispose scope in which it was made.</summary>
    public void MoveToOuterDisposeScope()
    {
        foreach (Tensor part in Parts)
            part.MoveToOuterDisposeScope();
    }

    /// <summary>Frees its memory; a gradient that is still to be made keeps what it needs.</summary>
    public void Dispose()
    {
        foreach (Tensor part in Parts)
            part.Dispose();
    }

    private IEnumerable<Tensor> Parts => [.. pixels, Videos, Orders, DegreeClasses];
}
