using System.Text.Json;
using Cacl.Clips;
using Cacl.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class PretextTests(ClassVideos videos) : IClassFixture<ClassVideos>
{
    internal static readonly VcopOptions Vcop = VcopOptions.Small with
    {
        Encoder = FadingClips.Clip3d, Clips = FadingClips.Clips with { Frames = 3 }, Augmentation = FadingClips.Plain, BackgroundSubtraction = false,
        Gap = 1, HeadWidth = 16, BatchSize = 12, Steps = 6, WarmupSteps = 0, LearningRate = 5e-3,
    };

    internal static readonly PlaybackRateOptions PlaybackRate = PlaybackRateOptions.Small with
    {
        Encoder = FadingClips.Clip3d, Clips = Vcop.Clips, Augmentation = FadingClips.Plain, BackgroundSubtraction = false,
        HeadWidth = 16, BatchSize = 12, Steps = 6, WarmupSteps = 0, LearningRate = 5e-3,
    };

    internal static readonly ShuffleAndLearnOptions ShuffleAndLearn = ShuffleAndLearnOptions.Small with
    {
        Encoder = FadingClips.FrameMean, Clips = FadingClips.Clips with { Frames = 8 }, Augmentation = FadingClips.Plain, BackgroundSubtraction = false,
        HeadWidth = 16, BatchSize = 12, Steps = 6, WarmupSteps = 0, LearningRate = 5e-3,
    };

    internal static readonly OpnOptions Opn = OpnOptions.Small with
    {
        Encoder = FadingClips.FrameMean, Clips = FadingClips.Clips with { Frames = 8 }, Augmentation = FadingClips.Plain, BackgroundSubtraction = false,
        HeadWidth = 16, BatchSize = 12, Steps = 6, WarmupSteps = 0, LearningRate = 5e-3,
    };

    private static readonly Dictionary<string, PretextOptions> Tasks = new()
    {
        ["vcop"] = Vcop, ["playback-rate"] = PlaybackRate, ["shuffle-and-learn"] = ShuffleAndLearn, ["opn"] = Opn,
    };

    public static TheoryData<string> Names => [.. Tasks.Keys];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Head_and_cross_entropy_are_pytorchs(int shape)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement fixture = Fixture.Read("pretext.json")[shape];
        int items = fixture.GetProperty("items").GetInt32(), classes = fixture.GetProperty("classes").GetInt32();
        using var head = new PretextHead(new Shape(items, classes, fixture.GetProperty("pairwise").GetBoolean()), featureLength: 7, width: 8, dropoutProbability: 0);
        using (no_grad())
        {
            foreach ((string name, TorchSharp.Modules.Parameter parameter) in head.named_parameters())
                parameter.copy_(Pattern(name, parameter.shape));
        }

        Tensor features = Pattern("features", [5, items, 7]).requires_grad_();
        Tensor logits = head.call(features);
        Tensor loss = nn.functional.cross_entropy(logits, tensor(fixture.GetProperty("answers").Longs()));
        loss.backward();

        Fixture.AssertClose(fixture.GetProperty("logits").Floats(), logits);
        Assert.Equal(fixture.GetProperty("loss").GetDouble(), loss.ToDouble(), 1e-5);
        Fixture.AssertClose(fixture.GetProperty("gradient").Floats(), features.grad!);

        static Tensor Pattern(string name, long[] shape) =>
            tensor(Array.ConvertAll(WeightPattern.Values(name, shape.Aggregate(1L, (product, size) => product * size)), value => (float)value)).view(shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_equals_loops_over_items_cut_frame_by_frame_whose_classes_are_balanced(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        PretextOptions options = Tasks[name];
        PretextTask task = options.Task;
        using ClipNetwork network = options.Encoder.Create();
        using PretextObjective objective = Make(options, network);
        (nn.Module encoder, nn.Module head) = (objective.Networks.First().Network, objective.Networks.Last().Network);
        encoder.eval();   // so that each item may be read by itself
        ClipBatch batch = Batch(options);

        StepLoss loss = objective.Loss(batch, 0);

        Tensor view = batch.View(0);
        var random = new SampleRandom(batch.Random, 0, 0);
        int answer = random.NextInt(task.Classes);
        var counts = new int[task.Classes];
        double expected = 0;
        var chosen = new int[task.Items * task.FramesPerItem];
        for (int clip = 0; clip < batch.Count; clip++)
        {
            task.Pose(answer, batch.Frames, ref random, chosen);
            var features = new List<Tensor>();
            for (int item = 0; item < task.Items; item++)
            {
                IEnumerable<Tensor> frames = chosen.Skip(item * task.FramesPerItem).Take(task.FramesPerItem).Select(frame => view[clip].select(1, frame));
                features.Add(((ClipNetwork)encoder).call(stack([.. frames], 1).unsqueeze(0))[0]);
            }

            float[] logits = ((PretextHead)head).call(stack(features, 0).unsqueeze(0)).data<float>().ToArray();
            expected -= Math.Log(Math.Exp(logits[answer]) / logits.Sum(logit => Math.Exp(logit))) / batch.Count;
            counts[answer]++;
            answer = (answer + 1) % task.Classes;
        }

        Assert.Equal(expected, loss.Total.ToDouble(), 1e-4);
        Assert.All(counts, count => Assert.Equal(batch.Count / task.Classes, count));
    }

    // Nothing but its place tells when a frame was taken: the square is as bright and as large in all frames, and comes back on the other side.
    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_falls_on_files_in_which_a_square_moves(string name)
    {
        ClipOptions clips = name == "opn" ? FadingClips.Clips with { Interval = 3 } : Tasks[name].Clips;   // so far apart that four frames show four places
        var options = (PretextOptions)((PretrainingOptions)Tasks[name] with { BackgroundSubtraction = true, Clips = clips, BatchSize = 24, Steps = 120 });
        using TrainingResult result = new VideoTrainer(options).Train([.. videos.Train.Select(video => video.Path)]);

        double begin = result.History.Take(10).Average(step => step.Loss), end = result.History.TakeLast(10).Average(step => step.Loss);
        Assert.True(end < 0.7 * begin, $"The loss went from {begin} to {end}.");
        Assert.Equal(name, result.History[0].Stage);
        // The encoder takes clips of the length that the options say, however long those are that it learned from.
        Assert.Equal(16, result.Encoder.EmbedClip(FadingClips.Make(1, options.Clips.Frames)[0], FadingClips.Size).Length);
    }

    [Theory]
    [InlineData("vcop")]
    [InlineData("playback-rate")]
    public void Background_is_taken_once_from_each_clip_that_is_shown_as_the_encoder_will_see_clips_later(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor seen, ClipBatch raw, PretextTask task) = SeenWithBackgroundSubtraction(name);

        Tensor items = Cut(raw.View(0), task, raw.Random);   // [clips * items, 3, frames of an item, 16, 16]

        AssertEqual(BackgroundSubtraction.Apply(items), seen);
    }

    [Theory]
    [InlineData("shuffle-and-learn")]
    [InlineData("opn")]
    public void Single_frames_have_the_background_of_their_clip_taken_away_as_the_encoder_will_see_a_clips_frames_later(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor seen, ClipBatch raw, PretextTask task) = SeenWithBackgroundSubtraction(name);

        AssertEqual(Cut(BackgroundSubtraction.Apply(raw.View(0)), task, raw.Random), seen);
        Assert.True(seen.abs().max().item<float>() > 0.5f);
    }

    private static PretextObjective Make(PretextOptions options, ClipNetwork encoder) =>
        (PretextObjective)options.MakeObjective(encoder, new TrainingRun(options, Source(options), CPU, null));

    /// <summary>What the encoder is shown, and the same batch with its background.</summary>
    private static (Tensor Seen, ClipBatch Raw, PretextTask Task) SeenWithBackgroundSubtraction(string name)
    {
        var options = (PretextOptions)((PretrainingOptions)Tasks[name] with { BackgroundSubtraction = true });
        using var network = new SeenClips(options.Encoder);
        using PretextObjective objective = Make(options, network);
        objective.Loss(Batch(options), 0);
        return (network.Clips!, Batch(Tasks[name]), options.Task);
    }

    /// <summary>Cuts the items of a view frame by frame.</summary>
    private static Tensor Cut(Tensor view, PretextTask task, ulong number)
    {
        var random = new SampleRandom(number, 0, 0);
        int first = random.NextInt(task.Classes);
        var chosen = new int[task.Items * task.FramesPerItem];
        var items = new List<Tensor>();
        for (int clip = 0; clip < view.shape[0]; clip++)
        {
            task.Pose((first + clip) % task.Classes, (int)view.shape[2], ref random, chosen);
            items.AddRange(chosen.Chunk(task.FramesPerItem).Select(frames => stack([.. frames.Select(frame => view[clip].select(1, frame))], 1)));
        }

        return stack(items, 0);
    }

    private static void AssertEqual(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(0, (expected - actual).abs().max().item<float>(), 1e-5f);
    }

    private static ColumnClipSource Source(PretextOptions options) => new(FadingClips.Make(12, options.ClipsRead.Frames), FadingClips.Size, options.ClipsRead);

    private static ClipBatch Batch(PretextOptions options)
    {
        using ColumnClipSource source = Source(options);
        using var loader = new BatchLoader(source, options.ClipsRead, options.AugmentationsOf(1), ShuffleSampling.UniformDegree, 7, 12, 1, 1);
        return new ClipBatch(loader.Next(default)!, CPU, options.BackgroundSubtraction);
    }

    /// <summary>A network that keeps what it was shown.</summary>
    private sealed class SeenClips(EncoderArchitecture architecture) : ClipNetwork(nameof(SeenClips), architecture)
    {
        public Tensor? Clips { get; private set; }

        internal override string ExportFeatures(GraphBuilder graph, string clips) => throw new NotSupportedException();

        protected override Tensor Convolve(Tensor clips)
        {
            Clips = clips.clone();
            return ones([clips.shape[0], FeatureLength, 1, 1, 1]);
        }
    }

    /// <summary>A task that is nothing but its numbers.</summary>
    private sealed class Shape(int items, int classes, bool isPairwise) : PretextTask
    {
        public override int Items => items;

        public override int FramesPerItem => 1;

        public override int FewestFrames => 1;

        public override int Classes => classes;

        public override bool IsPairwise => isPairwise;

        public override void Pose(int answer, int frames, ref SampleRandom random, Span<int> chosen) => throw new NotSupportedException();
    }
}
