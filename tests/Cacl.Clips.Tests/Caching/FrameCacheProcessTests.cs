using System.Diagnostics;

namespace Cacl.Clips.Tests;

public sealed class FrameCacheProcessTests : IDisposable
{
    private static readonly FrameScaling Scaling = FrameScaling.ToShortSide(48);

    private readonly TemporaryFolder _folder = new();

    private string Cache => Path.Combine(_folder.Root, "cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_killed_in_the_middle_of_writing_leaves_nothing_that_is_taken_for_a_video()
    {
        string path = NumberedVideo.Write(_folder["a.avi"], 10);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using (Process writer = CachingProcess.Start(nameof(CachingProcess.Write_a_large_video_again_and_again), Cache, path))
        {
            try
            {
                while (!Files("*.half").Any(half => half.Length > 0))
                {
                    Assert.False(writer.HasExited);
                    await Task.Delay(1, cancellation);
                }
            }
            finally
            {
                writer.Kill(entireProcessTree: true);
            }
            await writer.WaitForExitAsync(cancellation);
        }

        FileInfo[] leftovers = Files("*.half");
        Assert.SkipWhen(leftovers.Length == 0, "It was killed between two files.");
        FrameCache cache = new(Cache, Scaling, 1L << 40);
        foreach (FileInfo whole in Files("*.frames"))
        {
            using VideoFrames video = cache.Find(path)!;
            Assert.Equal(2500, video.FrameCount);
            whole.Delete();
        }
        Assert.Null(cache.Find(path));

        cache.Decode(path);
        Assert.NotEmpty(Files("*.half"));
        foreach (FileInfo half in leftovers)
            half.LastWriteTimeUtc = DateTime.UtcNow.AddHours(-2);
        cache.Decode(path);
        Assert.Empty(Files("*.half"));
        using VideoFrames kept = cache.Find(path)!;
        Assert.Equal(Enumerable.Range(0, 10), NumberedVideo.NumbersOf(kept));
        Assert.Null(cache.LastFault);
    }

    [Fact]
    public async Task A_disk_that_takes_no_more_costs_the_cache_and_not_the_video()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits the size of files as Linux does.");
        string path = NumberedVideo.Write(_folder["a.avi"], 200);   // 1.8 MB when decoded
        using Process decoder = CachingProcess.Start(nameof(CachingProcess.Decode_where_no_file_may_grow), Cache, path, underLimit: "trap '' XFSZ; ulimit -f 1024");
        await OwnProcess.AssertPasses(decoder);
        Assert.Empty(Files("*"));
    }

    [Fact]
    public async Task Processes_that_meet_in_a_folder_share_what_each_has_decoded()
    {
        string path = NumberedVideo.Write(_folder["a.avi"], 200);
        Process[] together = [.. Enumerable.Range(0, 2).Select(_ => CachingProcess.Start(nameof(CachingProcess.Decode_once_what_is_not_kept), Cache, path))];
        foreach (Process process in together)
        {
            using (process)
                await OwnProcess.AssertPasses(process);
        }
        Assert.Single(Files("*"));
        FrameStore store = new(Scaling, 0, new FrameCache(Cache, Scaling, 1L << 30));
        store.Get(path).Dispose();
        Assert.Equal(0, store.DecodeCount);
    }

    private FileInfo[] Files(string pattern)
    {
        DirectoryInfo cache = new(Cache);
        return cache.Exists ? cache.GetFiles(pattern) : [];
    }
}
