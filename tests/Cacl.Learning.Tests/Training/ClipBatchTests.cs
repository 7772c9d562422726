using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class ClipBatchTests
{
    private const int Clips = 5, Views = 2, Frames = 6, Edge = 8;

    [Fact]
    public void A_twin_is_what_the_same_draw_makes_of_the_frames_in_their_other_order()
    {
        using DisposeScope scope = NewDisposeScope();
        HostBatch host = Batch();
        var batch = new ClipBatch(host, CPU, false);
        for (int view = 0; view < Views; view++)
        {
            Tensor clips = batch.View(view), twins = ClipBatch.ShuffleClips(clips, batch.Orders);
            Assert.Equal(clips.shape, twins.shape);
            for (int clip = 0; clip < Clips; clip++)
            {
                Tensor order = tensor(host.Orders, [Clips, Frames])[clip];
                Tensor reordered = tensor(host.Pixels[view][clip], [Frames, Edge, Edge, 3]).index_select(0, order).unsqueeze(0);
                Assert.True(ClipAugmenter.Apply(reordered, [host.Draws[view][clip]], Edge)[0].eq(twins[clip]).all().item<bool>());
                Assert.False(clips[clip].eq(twins[clip]).all().item<bool>());
            }
        }
    }

    [Fact]
    public void Features_of_frames_go_where_their_frames_go()
    {
        using DisposeScope scope = NewDisposeScope();
        HostBatch host = Batch();
        Tensor features = arange(Clips * Frames * 3, dtype: float32).view(Clips, Frames, 3);

        Tensor shuffled = new ClipBatch(host, CPU, false).ShuffleFrames(features);

        for (int clip = 0; clip < Clips; clip++)
        {
            for (int frame = 0; frame < Frames; frame++)
                Assert.True(shuffled[clip][frame].eq(features[clip][host.Orders[clip * Frames + frame]]).all().item<bool>());
        }
    }

    private static HostBatch Batch()
    {
        var random = new SampleRandom(12, 0, 0);
        byte[][][] pixels = [.. Enumerable.Range(0, Views).Select(_ => Enumerable.Range(0, Clips).Select(_ => new byte[Frames * Edge * Edge * 3]).ToArray())];
        foreach (byte[] clip in pixels.SelectMany(view => view))
        {
            for (int i = 0; i < clip.Length; i++)
                clip[i] = (byte)random.NextInt(256);
        }

        ViewDraw[][] draws = [new ViewDraw[Clips], new ViewDraw[Clips]];
        foreach (ViewDraw[] view in draws)
        {
            for (int clip = 0; clip < Clips; clip++)
                view[clip] = ViewDraw.From(AugmentationOptions.Cacl, new FrameSize(Edge + 3, Edge + 2), Edge, ref random);
        }

        int[] order = [.. Enumerable.Range(0, Frames)];
        long[] orders = new long[Clips * Frames];
        for (int clip = 0; clip < Clips; clip++)
        {
            random.Shuffle(order);
            for (int frame = 0; frame < Frames; frame++)
                orders[clip * Frames + frame] = order[frame];
        }

        return new HostBatch(Clips, Views, Frames, Edge, Edge, Edge, pixels, draws, new long[Clips], orders, new long[Clips], 0, 0, Clips, [.. Enumerable.Repeat(new int[Frames], Clips)]);
    }
}
