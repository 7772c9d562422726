namespace Cacl.Clips.Tests;

public sealed class StalledVideoTests : IDisposable
{
    private static readonly VideoReadOptions Impatient = new() { GiveUpAfter = TimeSpan.FromMilliseconds(40) };
    private static readonly FrameSize Size = new(8, 8);
    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _goesOn = new();
    private readonly string _path;

    public StalledVideoTests()
    {
        _path = _folder["v.avi"];
        File.WriteAllText(_path, "There is a file; the decoder is the test's own.");
    }

    public void Dispose()
    {
        _goesOn.Set();
        _folder.Dispose();
    }

    [Fact]
    public async Task Many_files_that_stall_are_given_up_and_freed_when_they_go_on()
    {
        ScriptedDecoder[] decoders = [.. Enumerable.Range(0, 100).Select(_ => new ScriptedDecoder { Before = _ => Wait() })];
        // At once, from threads of the pool: none of them decodes.
        await Task.WhenAll(decoders.Select(decoder => Task.Run(() =>
        {
            VideoException exception = Assert.Throws<VideoException>(() => Open(decoder, Impatient));
            Assert.Equal((VideoFault.Stalled, -1), (exception.Fault, exception.Frame));
            Assert.Equal($"Can't read the video '{_path}': decoding made no progress for 0.04 s.", exception.Message);
        })));
        Assert.All(decoders, decoder => Assert.False(decoder.IsDisposed));

        _goesOn.Set();
        foreach (ScriptedDecoder decoder in decoders)
            await Until(() => decoder.IsDisposed);
        // They did not go on with what nobody waits for.
        Assert.All(decoders, decoder => Assert.Equal(0, decoder.Grabbed));
    }

    [Fact]
    public async Task A_frame_that_stalls_is_named_and_the_file_is_not_read_any_more()
    {
        ScriptedDecoder decoder = new() { Before = frame => { if (frame == 30) Wait(); } };
        VideoFile file = Open(decoder, Impatient);
        byte[] pixels = new byte[2 * Size.ByteCount];
        file.Read([3, 29], Size, pixels);
        byte[] before = [.. pixels];
        VideoException exception = Assert.Throws<VideoException>(() => file.Read([20, 40], Size, pixels));
        Assert.Equal((VideoFault.Stalled, 30), (exception.Fault, exception.Frame));
        Assert.Equal(VideoFault.Stalled, Assert.Throws<VideoException>(() => file.ReadAll(Size)).Fault);
        file.Dispose();
        Assert.False(decoder.IsDisposed);

        _goesOn.Set();
        await Until(() => decoder.IsDisposed);
        Assert.Equal(before, pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(41)]
    public void It_is_not_given_up_before_its_time(int milliseconds)
    {
        // A decoder that hangs for good: a slow machine makes it later, and nothing sooner.
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TimeSpan time = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(VideoFault.Stalled, Assert.Throws<VideoException>(() => Open(new ScriptedDecoder { Before = _ => Wait() }, new VideoReadOptions { GiveUpAfter = time })).Fault);
        TimeSpan waited = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Assert.True(waited >= time, $"Given up after {waited.TotalMilliseconds} ms.");
    }

    [Fact]
    public void Slow_decoding_is_progress()
    {
        // Longer in all than is waited for one frame.
        using VideoFile file = Open(new ScriptedDecoder { Frames = 100, Before = _ => Thread.Sleep(6) }, new VideoReadOptions { GiveUpAfter = TimeSpan.FromMilliseconds(500) });
        Assert.Equal(100, file.CountFrames());
    }

    [Fact]
    public void Without_a_limit_the_caller_decodes()
    {
        HashSet<int> threads = [];
        ScriptedDecoder decoder = new() { Before = _ => threads.Add(Environment.CurrentManagedThreadId) };
        using (VideoFile file = Open(decoder, new VideoReadOptions { GiveUpAfter = Timeout.InfiniteTimeSpan }))
            Assert.Equal(300, file.CountFrames());
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.True(decoder.IsDisposed);
    }

    [Fact]
    public void A_real_file_is_read_without_a_limit()
    {
        using VideoFile file = VideoFile.Open(NumberedVideo.Write(_folder["real.mp4"], 20, "mp4v"), new VideoReadOptions { GiveUpAfter = Timeout.InfiniteTimeSpan });
        Assert.Equal(Enumerable.Range(0, 20), NumberedVideo.NumbersOf(file.ReadAll(48)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(30_000)]
    public void Cancelling_ends_decoding_between_two_frames_and_the_file_stays_readable(int milliseconds)
    {
        using CancellationTokenSource source = new();
        ScriptedDecoder decoder = new() { Before = frame => { if (frame == 50) source.Cancel(); } };
        using VideoFile file = Open(decoder, new VideoReadOptions { GiveUpAfter = TimeSpan.FromMilliseconds(milliseconds), Cancellation = source.Token });
        Assert.ThrowsAny<OperationCanceledException>(() => file.CountFrames());
        Assert.InRange(decoder.Grabbed, 50, 51);
    }

    [Fact]
    public async Task Cancelling_leaves_a_decoder_that_hangs()
    {
        using CancellationTokenSource source = new();
        ScriptedDecoder decoder = new() { Before = frame => { if (frame == 50) { source.Cancel(); Wait(); } } };
        VideoFile file = Open(decoder, new VideoReadOptions { Cancellation = source.Token });
        Assert.ThrowsAny<OperationCanceledException>(() => file.CountFrames());
        Assert.Equal(VideoFault.Stalled, Assert.Throws<VideoException>(() => file.CountFrames()).Fault);
        file.Dispose();
        _goesOn.Set();
        await Until(() => decoder.IsDisposed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(86_400_001)]
    public void A_limit_out_of_range_is_refused(int milliseconds)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => VideoFile.Open(_path, new VideoReadOptions { GiveUpAfter = TimeSpan.FromMilliseconds(milliseconds) }));
        Assert.StartsWith("Decoding is given up after 1 ms to a day without progress, or never (Timeout.InfiniteTimeSpan).", exception.Message);
    }

    [Fact]
    public void A_closed_file_is_not_read_and_may_be_closed_again()
    {
        ScriptedDecoder decoder = new();
        VideoFile file = Open(decoder, new VideoReadOptions());
        file.Dispose();
        Assert.True(decoder.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => file.ReadAll(Size));
        file.Dispose();
    }

    [Fact]
    public async Task A_file_that_nobody_closes_is_freed_with_its_thread()
    {
        ScriptedDecoder decoder = new();
        Forget();
        await Until(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return decoder.IsDisposed;
        });

        void Forget() => Open(decoder, new VideoReadOptions());
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_its_other_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files.");
        Assert.Equal(VideoFault.Empty, Assert.Throws<VideoException>(() => VideoFile.Open("/dev/zero")).Fault);
        string pipe = _folder["pipe"];
        using var made = System.Diagnostics.Process.Start("mkfifo", [pipe]);
        made.WaitForExit();
        Assert.Equal(VideoFault.Empty, Assert.Throws<VideoException>(() => VideoFile.Open(pipe)).Fault);
    }

    private VideoFile Open(ScriptedDecoder decoder, VideoReadOptions options) => VideoFile.OpenWith(_path, options, null, (_, _) => decoder);

    private void Wait() => _goesOn.Wait(TestContext.Current.CancellationToken);

    private static async Task Until(Func<bool> condition)
    {
        // Ends a test that would never end.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(1, limit.Token);
    }
}
