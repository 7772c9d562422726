using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class KeyQueueTests
{
    [Fact]
    public void Keys_replace_the_oldest_and_wrap_around()
    {
        using DisposeScope scope = NewDisposeScope();
        using var queue = new KeyQueue(5, 2, CPU);

        queue.Enqueue(Rows(1, 2, 3), tensor([1L, 2, 3]));
        queue.Enqueue(Rows(4, 5, 6), tensor([4L, 5, 6]));

        Assert.Equal([6, 2, 3, 4, 5], queue.Videos.data<long>().ToArray());
        Assert.Equal([6f, 6, 2, 2, 3, 3, 4, 4, 5, 5], queue.Keys.data<float>().ToArray());
        Assert.Equal(1, queue.Pointer);
    }

    [Fact]
    public void More_keys_than_it_holds_leave_the_last_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        using var queue = new KeyQueue(2, 2, CPU);

        queue.Enqueue(Rows(1, 2, 3), tensor([1L, 2, 3]));

        Assert.Equal([2, 3], queue.Videos.data<long>().ToArray());
    }

    [Fact]
    public void Batch_of_128_goes_50_times_into_6400_keys()
    {
        using DisposeScope scope = NewDisposeScope();
        using var queue = new KeyQueue(6400, 4, CPU);
        Tensor keys = zeros(128, 4), videos = zeros(128, dtype: int64);

        for (int step = 1; step <= 50; step++)
        {
            queue.Enqueue(keys, videos);
            Assert.Equal(step == 50 ? 0 : step * 128, queue.Pointer);
        }
    }

    [Fact]
    public void New_queue_holds_unit_vectors_of_no_video()
    {
        using var queue = new KeyQueue(64, 8, CPU);

        Assert.All(queue.Videos.data<long>().ToArray(), video => Assert.Equal(-1, video));
        Assert.All(queue.Keys.square().sum(1).data<float>().ToArray(), length => Assert.Equal(1, length, 1e-5));
    }

    private static Tensor Rows(params float[] values) => tensor(values).view(-1, 1).expand(-1, 2).contiguous();
}
