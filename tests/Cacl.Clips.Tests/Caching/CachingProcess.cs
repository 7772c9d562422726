using System.Diagnostics;

namespace Cacl.Clips.Tests;

/// <summary>What other processes do with a cache: run by <see cref="FrameCacheProcessTests"/>, each in a process of its own.</summary>
public class CachingProcess
{
    private const string Folder = "CACL_TEST_CACHE_FOLDER", Video = "CACL_TEST_CACHE_VIDEO";

    private static readonly FrameScaling Scaling = FrameScaling.ToShortSide(48);

    [Fact(Explicit = true)]
    public void Write_a_large_video_again_and_again()
    {
        FrameCache cache = new(Environment.GetEnvironmentVariable(Folder)!, Scaling, 1L << 40);
        byte[] frame = new byte[FrameSize.FitShortSide(4, 3, 128).ByteCount];
        DecodedVideo large = new("large", FrameSize.FitShortSide(4, 3, 128), [.. Enumerable.Repeat(frame, 2500)]);
        FrameSource source = FrameSource.Of(Environment.GetEnvironmentVariable(Video)!, Scaling)!;
        while (!TestContext.Current.CancellationToken.IsCancellationRequested)
            cache.Keep(source, large);
    }

    [Fact(Explicit = true)]
    public void Decode_where_no_file_may_grow()
    {
        List<string> faults = [];
        FrameCache cache = new(Environment.GetEnvironmentVariable(Folder)!, Scaling, 1L << 40, new Listener<string>(faults.Add));
        for (int i = 0; i < 3; i++)
            Assert.Equal(200, cache.Decode(Environment.GetEnvironmentVariable(Video)!).FrameCount);
        Assert.StartsWith("Can't keep decoded videos in '", Assert.Single(faults));
        Assert.Equal(faults[0], cache.LastFault);
        Assert.Equal((0, 0), (cache.HeldBytes, cache.WriteCount));
    }

    [Fact(Explicit = true)]
    public void Decode_once_what_is_not_kept()
    {
        FrameStore store = new(Scaling, 0, new FrameCache(Environment.GetEnvironmentVariable(Folder)!, Scaling, 1L << 30));
        for (int i = 0; i < 20; i++)
        {
            using VideoFrames video = store.Get(Environment.GetEnvironmentVariable(Video)!);
            Assert.Equal(Enumerable.Range(0, 200), NumberedVideo.NumbersOf(video));
        }
        Assert.InRange(store.DecodeCount, 0, 1);
    }

    /// <summary>Starts one of the methods above in a process of its own.</summary>
    internal static Process Start(string method, string folder, string video, string? underLimit = null) => OwnProcess.Start<CachingProcess>(method, new Dictionary<string, string?>
    {
        [Folder] = folder,
        [Video] = video,
        // The runtime's own shared memory would be a file beyond the limit.
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
    }, underLimit);
}
