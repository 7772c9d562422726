using Xunit;

namespace Cacl.Clips.Tests;

public sealed class DecodingWorkerTests
{
    [ThreadStatic]
    private static bool _servedBefore;

    [Fact]
    public void Sessions_that_follow_each_other_share_threads()
    {
        const int Sessions = 200;
        int reused = 0;
        using var ended = new SemaphoreSlim(0);
        for (int i = 0; i < Sessions; i++)
        {
            DecodingWorker.Run(() =>
            {
                reused += _servedBefore ? 1 : 0;
                _servedBefore = true;
                ended.Release();
            });
            ended.Wait(TestContext.Current.CancellationToken);
        }

        // Other tests may take threads meanwhile, and a session may begin before the thread of the last one is idle.
        Assert.InRange(reused, Sessions / 2, Sessions);
    }

    [Fact]
    public void A_session_need_not_wait_for_one_that_hangs()
    {
        var release = new ManualResetEventSlim();   // not disposed: the thread that hangs may still look at it
        using var ended = new CountdownEvent(20);
        DecodingWorker.Run(() => release.Wait());
        for (int i = 0; i < ended.InitialCount; i++)
            DecodingWorker.Run(() => ended.Signal());

        ended.Wait(TestContext.Current.CancellationToken);
        release.Set();
    }
}
