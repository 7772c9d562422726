using Cacl.Onnx;

namespace Cacl.ML.Tests;

public sealed class FeatureStreamTests : IDisposable
{
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    private readonly VideoFeaturizer featurizer = VideoFeaturizer.Open(EncoderFile.Path);

    // A group has one item on a CPU: behind the current one are at most so many.
    private int MostAhead => 1 + featurizer.Workers;

    public void Dispose() => featurizer.Dispose();

    [Fact]
    public void Items_that_are_moved_over_are_not_computed()
    {
        int reads = 0, taken = 0;
        using var blocked = new ManualResetEventSlim(true);
        using IEnumerator<int> items = Counted(() => taken++);
        using var stream = new FeatureStream<int>(featurizer, 1, items, Read, Running);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(stream.MoveNext());
            stream.Outcome();
        }

        blocked.Reset();
        for (int i = 10; i < 510; i++)
            Assert.True(stream.MoveNext());
        Assert.InRange(taken, 510, 510 + MostAhead);
        blocked.Set();

        EncoderFile.AssertClose(EncoderFile.Features(Clip(509)), stream.Outcome()!.Features);
        // Those that were asked for, the one behind them with what was ahead of it, and the last.
        Assert.InRange(reads, 11, 10 + 1 + MostAhead + 1);

        DecodedClips Read(int item, CancellationToken cancellation)
        {
            Interlocked.Increment(ref reads);
            blocked.Wait(cancellation);
            return new DecodedClips(Clip(item), 1, null);
        }
    }

    [Fact]
    public void Nothing_is_begun_before_a_vector_is_asked_for()
    {
        int begun = 0;
        using IEnumerator<int> items = Counted(() => { });
        using var stream = new FeatureStream<int>(featurizer, 1, items, Read, Running);

        for (int i = 0; i < 5; i++)
        {
            Assert.True(stream.MoveNext());
            Thread.Sleep(20);   // whatever was begun comes to its turn
        }

        Assert.Equal(0, begun);
        EncoderFile.AssertClose(EncoderFile.Features(Clip(4)), stream.Outcome()!.Features);
        Assert.Equal(1, begun);

        DecodedClips Read(int item, CancellationToken cancellation)
        {
            Interlocked.Increment(ref begun);
            return new DecodedClips(Clip(item), 1, null);
        }
    }

    [Fact]
    public void What_was_begun_for_items_that_are_moved_over_is_waited_for_at_the_end()
    {
        int begun = 0, left = 0;
        bool isMoving = false;
        using IEnumerator<int> items = Counted(() => { });
        var stream = new FeatureStream<int>(featurizer, 1, items, Read, Running);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(stream.MoveNext());
            stream.Outcome();
        }

        // Only now may any wait: while the fifth was asked for, those behind it could have taken its place in the featurizer.
        Volatile.Write(ref isMoving, true);
        for (int i = 5; i < 500; i++)
            Assert.True(stream.MoveNext());
        stream.Dispose();

        Assert.Equal(begun, left);
        Assert.InRange(begun, 5, 5 + 1 + MostAhead);
        Assert.Equal(featurizer.Workers, featurizer.Working.CurrentCount);

        DecodedClips Read(int item, CancellationToken cancellation)
        {
            Interlocked.Increment(ref begun);
            if (item >= 5 && Volatile.Read(ref isMoving))
            {
                cancellation.WaitHandle.WaitOne();
                Thread.Sleep(50);   // a decoder ends between two frames
            }

            Interlocked.Increment(ref left);
            return new DecodedClips(Clip(item), 1, null);
        }
    }

    [Fact]
    public void Every_second_item_can_be_asked_for()
    {
        int taken = 0;
        using IEnumerator<int> items = Counted(() => taken++);
        using var stream = new FeatureStream<int>(featurizer, 1, items, (item, _) => new DecodedClips(Clip(item), 1, null), Running);

        for (int i = 0; i < 100; i++)
        {
            Assert.True(stream.MoveNext());
            Assert.Equal(i, stream.Current);
            if (i % 2 == 0)
                EncoderFile.AssertClose(EncoderFile.Features(Clip(i)), stream.Outcome()!.Features);
            Assert.InRange(taken - (i + 1), 0, MostAhead);
        }
    }

    [Fact]
    public void Items_that_take_much_memory_are_held_one_at_a_time_behind_the_current_one()
    {
        int taken = 0;
        using IEnumerator<int> items = Counted(() => taken++);
        using var stream = new FeatureStream<int>(featurizer, 1, items, (item, _) => new DecodedClips(Clip(item), 1, null), Running, bytesOf: _ => 1L << 30);

        for (int i = 0; i < 20; i++)
        {
            Assert.True(stream.MoveNext());
            stream.Outcome();
            Assert.InRange(taken - (i + 1), 0, 1);
        }
    }

    [Fact]
    public void There_is_no_item_before_the_first_and_behind_the_last()
    {
        using IEnumerator<int> items = Enumerable.Range(0, 1).GetEnumerator();
        using var stream = new FeatureStream<int>(featurizer, 1, items, (item, _) => new DecodedClips(Clip(item), 1, null), Running);

        Assert.Throws<InvalidOperationException>(() => stream.Current);
        Assert.True(stream.MoveNext());
        Assert.Equal(0, stream.Current);
        Assert.False(stream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => stream.Current);
        Assert.Throws<InvalidOperationException>(() => stream.Outcome());
    }

    private byte[] Clip(int item)
    {
        var pixels = new byte[featurizer.Encoder.ClipBytes];
        Array.Fill(pixels, (byte)item);
        return pixels;
    }

    private static IEnumerator<int> Counted(Action taken)
    {
        for (int item = 0; ; item++)
        {
            taken();
            yield return item;
        }
    }
}
