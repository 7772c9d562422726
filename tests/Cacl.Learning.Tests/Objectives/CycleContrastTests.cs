using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public sealed class CycleContrastTests : IDisposable
{
    internal static readonly CycleContrastOptions Options = CycleContrastOptions.Small with
    {
        Encoder = FadingClips.FrameMean, Clips = FadingClips.Clips, ClipIntervals = null, Augmentation = FadingClips.Plain,
        EmbeddingLength = 8, QueueSize = 24, CycleQueueSize = 30, TwinMomentum = 0.95, BatchSize = 8, Steps = 6, WarmupSteps = 0,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("cacl-cycle-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Loss_is_the_contrasts_and_a_share_of_the_cycles_over_two_frames_of_each_clip()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        CycleContrastOptions options = Options with { CycleWeight = 0.25, Temperature = 0.2, CycleTemperature = 0.5 };
        using ClipNetwork encoder = options.Encoder.Create();
        using var objective = new CycleContrastObjective(encoder, options, CPU);
        ClipBatch batch = Batch(options, number: 4);
        var online = (CycleContrastNetwork)objective.Networks.Single(network => network.Name == "online").Network;
        var twin = (CycleContrastNetwork)objective.Networks.Single(network => network.Name == "twin").Network;
        (KeyQueue contrastQueue, KeyQueue cycleQueue) = (objective.Queues.First().Queue, objective.Queues.Last().Queue);
        contrastQueue.Videos[0] = tensor(2L);   // a key of a clip's own video, which the mask takes out

        StepLoss loss = objective.Loss(batch, 0);

        // The same frames and candidates, drawn as the objective says it draws them: a frame of the first view, another of the second.
        var queries = new List<Tensor>();
        var keys = new List<Tensor>();
        for (int clip = 0; clip < batch.Count; clip++)
        {
            var draw = new SampleRandom(batch.Random, 1, clip);
            int one = draw.NextInt(4), other = draw.NextInt(3);
            other += other >= one ? 1 : 0;
            queries.Add(batch.View(0)[clip].select(1, one));
            keys.Add(batch.View(1)[clip].select(1, other));
        }

        Tensor[] q = online.call(stack(queries, 0)).unbind(0), k = twin.call(stack(keys, 0)).unbind(0);
        Tensor contrast = InfoNce.Loss((q[0] * k[0]).sum(1), contrastQueue.Similarities(q[0], batch.Videos), 0.2);
        var random = new SampleRandom(batch.Random, 0, 0);
        Tensor candidates = tensor(CycleConsistency.DrawCandidates(30, 0.2, ref random));
        (Tensor cycle, _) = CycleConsistency.Loss(q[1], k[1], cycleQueue, candidates, batch.Videos, true, 0.5);
        Assert.Equal(contrast.ToDouble(), loss.Metrics["contrastLoss"].ToDouble(), 1e-5);
        Assert.Equal(cycle.ToDouble(), loss.Metrics["cycleLoss"].ToDouble(), 1e-5);
        Assert.Equal(contrast.ToDouble() + 0.25 * cycle.ToDouble(), loss.Total.ToDouble(), 1e-5);
        Assert.NotEqual(q[0].data<float>().ToArray(), q[1].data<float>().ToArray());   // a head each
    }

    [Theory]
    [InlineData(12, ShortVideoPolicy.Reject)]
    [InlineData(3, ShortVideoPolicy.Reject)]
    [InlineData(2, ShortVideoPolicy.Hold)]
    public void Key_is_never_the_frame_of_the_query_where_a_video_has_another(int frames, ShortVideoPolicy shortVideos)
    {
        foreach (ClipIntervalDistribution? intervals in new ClipIntervalDistribution?[] { ClipIntervalDistribution.Decreasing, null })
        {
            var distances = new HashSet<int>();
            foreach ((int query, int key) in ShownFrames(frames, shortVideos, intervals))
            {
                Assert.NotEqual(query, key);
                distances.Add(Math.Abs(query - key));
            }

            int[] expected = intervals is not null && frames == 12 ? [.. Enumerable.Range(1, 11)] : [Math.Min(2, frames - 1)];
            Assert.Equal(expected, distances.Order());
        }
    }

    [Fact]
    public void Key_of_a_video_of_one_frame_is_that_frame() =>
        Assert.All(ShownFrames(1, ShortVideoPolicy.Tile, ClipIntervalDistribution.Decreasing), pair => Assert.Equal((0, 0), pair));

    [Fact]
    public void Step_puts_the_keys_of_each_head_into_its_queue_and_validation_none()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using ClipNetwork encoder = Options.Encoder.Create();
        using var objective = new CycleContrastObjective(encoder, Options, CPU);

        objective.Validate(Batch(Options, number: 1), 0);
        objective.AfterStep();
        Assert.All(objective.Queues, entry => Assert.True(entry.Queue.Videos.eq(-1).all().item<bool>()));

        using (NewDisposeScope())
        {
            objective.Loss(Batch(Options, number: 1), 0);
            objective.AfterStep();
        }

        Assert.All(objective.Queues, entry => Assert.Equal([0L, 1, 2, 3, 4, 5, -1], entry.Queue.Videos.data<long>().ToArray()[..7]));
        Tensor contrast = objective.Queues.First().Queue.Keys[0], cycle = objective.Queues.Last().Queue.Keys[0];
        Assert.NotEqual(contrast.data<float>().ToArray(), cycle.data<float>().ToArray());
    }

    [Fact]
    public void Twin_follows_the_network_after_each_step_by_its_momentum()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using ClipNetwork encoder = Options.Encoder.Create();
        using var objective = new CycleContrastObjective(encoder, Options, CPU);
        TorchSharp.Modules.Parameter[][] both = [.. objective.Networks.Select(entry => entry.Network.parameters().ToArray())];
        float[][] before = Values(both[1]);
        foreach (TorchSharp.Modules.Parameter parameter in both[0])
            parameter.add_(1);

        objective.AfterStep();

        Assert.Equal(["online", "twin"], objective.Networks.Select(entry => entry.Name));
        foreach ((float[] old, float[] now) in before.Zip(Values(both[1])))
            Assert.All(old.Zip(now), pair => Assert.Equal(0.95 * pair.First + 0.05 * (pair.First + 1), pair.Second, 1e-5));

        static float[][] Values(TorchSharp.Modules.Parameter[] parameters) => [.. parameters.Select(parameter => parameter.data<float>().ToArray())];
    }

    [Fact]
    public void Both_losses_fall_and_the_encoder_tells_videos_by_their_frames()
    {
        string[] videos = FadingClips.Write(folder, 12, frames: 24);
        CycleContrastOptions options = Options with { ClipIntervals = ClipIntervalDistribution.Decreasing, Steps = 100, LearningRate = 3e-3, CycleWeight = 1 };
        using TrainingResult result = new VideoTrainer(options).Train(videos);

        // From where on the queues hold keys alone, and no more random vectors, which are easy to tell apart.
        foreach (string loss in new[] { "contrastLoss", "cycleLoss" })
        {
            double begin = result.History.Skip(5).Take(10).Average(step => step.Metrics[loss]), end = result.History.TakeLast(10).Average(step => step.Metrics[loss]);
            Assert.True(end < begin - 0.3, $"The {loss} went from {begin} to {end}.");
        }

        string path = Path.Join(folder, "encoder.safetensors");
        result.Encoder.Save(path);
        using VideoEncoder loaded = VideoEncoder.Load(path);
        Assert.Equal(result.Encoder.Embed(videos[0]), loaded.Embed(videos[0]));
        Assert.Equal(16, loaded.FeatureLength);
    }

    /// <summary>The frames that queries and keys show of videos whose frames are told by their brightness, in 1,600 pairs.</summary>
    private List<(int Query, int Key)> ShownFrames(int frames, ShortVideoPolicy shortVideos, ClipIntervalDistribution? intervals)
    {
        using DisposeScope scope = NewDisposeScope();
        string[] paths = [.. Enumerable.Range(0, 2).Select(i => Path.Join(folder, $"{frames}-{i}.avi"))];
        foreach (string path in paths)
        {
            using VideoFileWriter writer = VideoFileWriter.Create(path, new FrameSize(16, 16), 25, "MJPG");
            for (int frame = 0; frame < frames; frame++)
                writer.Write(Enumerable.Repeat((byte)(10 + 20 * frame), 16 * 16 * 3).ToArray());
        }

        CycleContrastOptions options = Options with { Clips = Options.Clips with { Frames = 2, Interval = 2, ShortVideos = shortVideos }, ClipIntervals = intervals };
        using var source = new VideoClipSource(paths, options);
        using var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(2), ShuffleSampling.UniformDegree, 5, 400, 4, 1, intervals);
        var pairs = new List<(int, int)>();
        for (int i = 0; i < 4; i++)
        {
            var batch = new ClipBatch(loader.Next(default)!, CPU, subtractBackground: false);
            (long[] first, long[] second) = CycleContrastObjective.ChooseFrames(batch);
            pairs.AddRange(Numbers(batch.View(0), first).Zip(Numbers(batch.View(1), second)));
        }

        return pairs;

        static IEnumerable<int> Numbers(Tensor view, long[] chosen) =>
            ClipFrames.Flatten(view).index_select(0, tensor(chosen)).mean([1, 2, 3]).data<float>().ToArray().Select(mean => (int)Math.Round((mean * 255 - 10) / 20));
    }

    private static ClipBatch Batch(CycleContrastOptions options, int number)
    {
        using var source = new ColumnClipSource(FadingClips.Make(6, 4), FadingClips.Size, options.Clips);
        using var loader = new BatchLoader(source, options.Clips, options.AugmentationsOf(2), ShuffleSampling.UniformDegree, (ulong)number, 6, 1, 1);
        HostBatch host = loader.Next(default)!;
        // In the order of their numbers, whatever the loader's: what is checked is what becomes of a clip.
        return new ClipBatch(host with { Videos = [0, 1, 2, 3, 4, 5] }, CPU, subtractBackground: false);
    }
}
