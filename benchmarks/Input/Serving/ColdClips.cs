using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Benchmarks.Input;

/// <summary>Clips of one file that is opened anew for each; only what an index keeps of it is known.</summary>
internal sealed class ColdClips(string path, SeekTable known, ClipOptions options) : ClipSource
{
    private readonly ClipSampler _sampler = new(options.Frames, options.Interval, options.ShortVideos);

    public override int Count => 1;

    public override IReadOnlyList<SkippedVideo> Skipped => [];

    public override VideoIdentity IdentityOf(int video) => new(path, 0);

    public override TakenClip Take(int video, ref SampleRandom random)
    {
        PageCache.Drop(path);
        var frames = new int[options.Frames];
        _sampler.Random(known.Ending.Frames, ref random, frames);
        using VideoFile file = VideoFile.Open(path, null, known);
        FrameSize size = FrameSize.FitShortSide(file.Width, file.Height, options.ShortSide);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(options.Frames * size.ByteCount);
        file.Read(frames, size, pixels);
        return new TakenClip(new RawClip(pixels, size), frames);
    }
}
