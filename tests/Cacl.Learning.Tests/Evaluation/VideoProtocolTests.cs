using System.Text.Json;
using System.Xml.Linq;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class VideoProtocolTests(ClassVideos videos) : IClassFixture<ClassVideos>
{
    private static readonly EvaluationOptions Options = new() { ClipsPerVideo = 3, K = [1, 5], NamedNeighbours = 2 };

    [Fact]
    public void Figures_are_those_of_vectors_taken_one_by_one()
    {
        using VideoEncoder encoder = videos.MakeEncoder(seed: 5);
        EvaluationResult result = videos.Protocol.Evaluate(encoder, Options with { Untrained = false });

        FeatureSet gallery = Embed(videos.Train), queries = Embed(videos.Test);
        Assert.Equal(RetrievalMetrics.Of(gallery, queries, 1, 5).RecallAt, result.Trained.Retrieval.RecallAt);
        Assert.Equal(LinearProbe.Fit(gallery).Evaluate(queries).Confusion.Counts, result.Trained.LinearProbe!.Confusion.Counts);
        Assert.True(result.Trained.LinearProbeConverged);
        Assert.Null(result.Untrained);
        (int Row, double Similarity) nearest = Neighbours.Find(gallery.Features, queries.Features, 2)[4][1];
        Assert.Equal(videos.Test[4].Path, result.Trained.Neighbours[4].Path);
        Assert.Equal(videos.Train[nearest.Row].Path, result.Trained.Neighbours[4].Nearest[1].Path);
        Assert.Equal(nearest.Similarity, result.Trained.Neighbours[4].Nearest[1].Similarity, 1e-6);

        FeatureSet Embed(IReadOnlyList<VideoEntry> entries) =>
            new([.. entries.Select(entry => MeanOfClips(encoder, entry.Path, 3))], [.. entries.Select(entry => entry.Label!)]);
    }

    [Fact]
    public void Untrained_network_is_measured_beside_and_follows_from_its_seed_alone()
    {
        using VideoEncoder trained = videos.MakeEncoder(seed: 5), random = videos.MakeEncoder(seed: 1);

        EvaluationResult result = videos.Protocol.Evaluate(trained, Options);
        EvaluationResult ofRandom = videos.Protocol.Evaluate(random, Options with { Untrained = false });
        EvaluationResult other = videos.Protocol.Evaluate(trained, Options with { UntrainedSeed = 2 });

        Assert.Equal(Similarities(ofRandom.Trained), Similarities(result.Untrained!));
        Assert.NotEqual(Similarities(result.Untrained!), Similarities(other.Untrained!));
        Assert.NotEqual(Similarities(result.Untrained!), Similarities(result.Trained));

        static double[] Similarities(NetworkMetrics metrics) => [.. metrics.Neighbours.Select(video => video.Nearest[0].Similarity)];
    }

    [Fact]
    public void Vectors_of_the_last_map_are_the_largest_of_each_square()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        byte[] clips = ClipReader.ReadUniform(videos.Test[0].Path, encoder.Settings.Clips, 2);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();

        float[] vectors = encoder.Features(clips, 2, VideoFeature.LastMap).data<float>().ToArray();

        Tensor maps = ((ClipNetwork)encoder.Network).Maps(encoder.Prepare(clips, 2));
        long[] shape = maps.shape;   // [clips, channels, frames, height, width]
        float[] values = maps.contiguous().data<float>().ToArray();
        int at = 0;
        for (long row = 0; row < shape[0] * shape[1] * shape[2]; row++)
        {
            for (long y = 0; y + 1 < shape[3]; y += 2)
            {
                for (long x = 0; x + 1 < shape[4]; x += 2)
                {
                    long first = (row * shape[3] + y) * shape[4] + x;
                    float largest = new[] { values[first], values[first + 1], values[first + shape[4]], values[first + shape[4] + 1] }.Max();
                    Assert.Equal(largest, vectors[at++]);
                }
            }
        }

        Assert.Equal(vectors.Length, at);
        Assert.Equal(encoder.Features(clips, 2).data<float>().ToArray(), maps.mean([2, 3, 4]).data<float>().ToArray());
        EvaluationResult result = videos.Protocol.Evaluate(encoder, Options with { Feature = VideoFeature.LastMap, Untrained = false });
        Assert.Contains("features of the last map", result.ToTable());
    }

    [Theory]
    [InlineData("C3D")]
    [InlineData("R3D")]
    [InlineData("R(2+1)D")]
    public void Last_map_of_the_papers_networks_and_clips_has_9216_values(string name)
    {
        EncoderArchitecture architecture = EncoderArchitecture.Named(name);
        var settings = new EncoderSettings { Architecture = architecture, Clips = new ClipOptions(), BackgroundSubtraction = false, EmbedClips = 1 };
        using VideoEncoder encoder = new(architecture.Create(), settings, CPU);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();

        Assert.Equal([1, 9216], encoder.Features(new byte[16 * 112 * 112 * 3], 1, VideoFeature.LastMap).shape);
    }

    [Fact]
    public void Faulty_videos_are_named_and_counted_and_the_rest_is_measured()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        VideoEntry broken = videos.AddFaulty("broken <b>.avi"), missing = new(Path.Join(videos.Folder, "missing.avi"), "down");
        var protocol = new VideoProtocol("Squares", [broken, .. videos.Train], [.. videos.Test, missing, broken]);

        EvaluationResult whole = videos.Protocol.Evaluate(encoder, Options with { Untrained = false });
        EvaluationResult result = protocol.Evaluate(encoder, Options with { Untrained = false });

        Assert.Equal([broken.Path], result.SkippedTrain.Select(video => video.Path));
        Assert.Equal([missing.Path, broken.Path], result.SkippedTest.Select(video => video.Path));
        Assert.Equal((12, 6), (result.TrainVideos, result.TestVideos));
        Assert.Equal(whole.Trained.Retrieval.RecallAt, result.Trained.Retrieval.RecallAt);
        Assert.Contains($"2 of 8 test videos could not be used and are not in the figures. The first: {missing.Path}: ", result.ToTable());
        var nothing = new VideoProtocol("Nothing", videos.Train, [missing, broken]);
        Assert.StartsWith($"None of 2 videos can be used. The first: {missing.Path}: ", Assert.Throws<InvalidDataException>(() => nothing.Evaluate(encoder, Options with { Untrained = false })).Message);
    }

    [Fact]
    public void Videos_that_lack_their_end_are_named()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        VideoEntry cut = videos.AddCut("cut.avi");

        EvaluationResult result = new VideoProtocol("Squares", videos.Train, [.. videos.Test, cut]).Evaluate(encoder, Options with { Untrained = false });

        Assert.Equal(cut.Path, Assert.Single(result.UsedInPart).Path);
        Assert.Empty(result.SkippedTest);
        Assert.Contains($"1 of 19 videos end early and were used in part. The first: {cut.Path}: it ended after ", result.ToTable());
    }

    [Fact]
    public void Results_come_as_json_table_and_page_with_the_untrained_network_beside()
    {
        using VideoEncoder encoder = videos.MakeEncoder(seed: 5);
        VideoEntry broken = videos.AddFaulty("half.avi");
        FineTuneOptions fineTuning = FineTuneOptions.Small with { BatchSize = 6, Steps = 2 };
        EvaluationResult result = new VideoProtocol("Squares <&>", videos.Train, [.. videos.Test, broken]).Evaluate(encoder, Options with { FineTuning = fineTuning });
        string folder = Path.Join(videos.Folder, "results");

        result.Write(folder);

        JsonElement json = JsonDocument.Parse(File.ReadAllText(Path.Join(folder, "evaluation.json"))).RootElement;
        JsonElement trained = json.GetProperty("trained");
        Assert.Equal("Squares <&>", json.GetProperty("protocol").GetString());
        Assert.Equal(result.Trained.Retrieval.RecallAt[5], trained.GetProperty("retrieval").GetProperty("recallAt").GetProperty("5").GetDouble());
        Assert.Equal(result.Trained.FineTuned!.Accuracy, trained.GetProperty("fineTuned").GetProperty("accuracy").GetDouble());
        Assert.Equal(result.Trained.LinearProbe!.Confusion.Counts[1][0], trained.GetProperty("linearProbe").GetProperty("confusion").GetProperty("counts")[1][0].GetInt32());
        Assert.Equal(result.Untrained!.NearestNeighbour.Accuracy, json.GetProperty("untrained").GetProperty("nearestNeighbour").GetProperty("accuracy").GetDouble());
        Assert.Equal(1, json.GetProperty("skippedTest").GetArrayLength());
        Assert.Equal(2, json.GetProperty("options").GetProperty("fineTuning").GetProperty("steps").GetInt32());

        string[] lines = File.ReadAllLines(Path.Join(folder, "evaluation.txt"));
        Assert.Equal("Squares <&>: 6 test videos against 12 training videos, 3 clips each, pooled features", lines[0]);
        Assert.Equal(["measure", "trained", "untrained", "chance"], lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal($"R@5 {100 * result.Trained.Retrieval.RecallAt[5]:0.0} % {100 * result.Untrained.Retrieval.RecallAt[5]:0.0} % {100 * result.Trained.Retrieval.ChanceAt[5]:0.0} %", string.Join(' ', lines[5].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Single(lines, line => line.StartsWith("fine-tuned, top 5 ", StringComparison.Ordinal));

        string html = File.ReadAllText(Path.Join(folder, "evaluation.html"));
        Assert.Contains("<h1>Squares &lt;&amp;&gt;</h1>", html);
        foreach (string title in new[] { "Nearest neighbour, trained", "Linear probe, untrained", "Fine-tuned, trained" })
            Assert.Contains($"<b>{title}</b>", html);
        Assert.Contains("1 of 7 test videos could not be used", html);
        Assert.Contains("videos of across were taken for ", html);
        Assert.Contains("Results of each class, untrained", html);
        string svg = html[html.IndexOf("<svg class=\"heat\"", StringComparison.Ordinal)..];
        XElement picture = XElement.Parse(svg[..(svg.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
        Assert.Equal(result.Trained.NearestNeighbour.Confusion.Counts.Sum(row => row.Count(count => count > 0)), picture.Elements("rect").Count() - 1);
    }

    [Fact]
    public void Training_result_is_measured_with_its_degrees_and_pairs()
    {
        CaclOptions options = MovingClips.Options with { Steps = 2, BatchSize = 9, Accumulate = 3, CheckpointFolder = Path.Join(videos.Folder, "run") };
        using TrainingResult trained = new CaclTrainer(options).Train([.. videos.Train.Select(video => video.Path)]);
        var test = videos.Test.Select(video => video.Path).ToArray();

        EvaluationResult result = videos.Protocol.Evaluate(trained, Options);

        PositivePairMetrics pairs = trained.PositivePairs!.Measure(test, 3, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(pairs.Positives, result.Trained.PositivePairs!.Positives);
        Assert.Equal(4, result.Untrained!.PositivePairs!.Positives.Count);
        Assert.Equal(trained.DegreeClassifier!.Evaluate(test, VideoSegment.Whole, 3, cancellation: TestContext.Current.CancellationToken).Confusion, result.Trained.ShuffleDegree!.Confusion);
        Assert.Equal(18, result.Untrained.ShuffleDegree!.Clips);
        JsonElement json = JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("trained");
        Assert.Equal(result.Trained.ShuffleDegree.Confusion[3, 1], json.GetProperty("shuffleDegree").GetProperty("confusion")[3][1].GetInt32());
        Assert.Equal(pairs.Others[CaclPositives.QueryKey], json.GetProperty("positivePairs").GetProperty("others").GetProperty("QueryKey").GetDouble());
        string[] lines = result.ToTable().Split('\n');
        Assert.Single(lines, line => line.StartsWith("shuffle degree, UniformDegree ", StringComparison.Ordinal));
        string[] cells = lines.Single(line => line.StartsWith("(q, tk), trained ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(pairs.Positives[CaclPositives.QueryTransformerKey], double.Parse(cells[3]), 1e-3);
        string html = result.ToReport().ToHtml();
        Assert.Contains("Mean similarity of positive pairs", html);
        Assert.Contains("(tq, tk), untrained", html);
        Assert.Contains("<caption><b>Untrained</b>", html);
        Assert.Null(videos.Protocol.Evaluate(trained.Encoder, Options).Untrained!.ShuffleDegree);
    }

    [Fact]
    public void Three_crops_of_each_place_are_averaged()
    {
        using VideoEncoder encoder = videos.MakeEncoder(seed: 5);
        EvaluationResult result = videos.Protocol.Evaluate(encoder, Options with { Crop = CropPlacement.Three, ClipsPerVideo = 2, Untrained = false });
        using FineTuneResult tuned = new FineTuner(FineTuneOptions.Small with { BatchSize = 6, Steps = 1 }).Train(encoder, videos.Train);

        FeatureSet gallery = Embed(videos.Train), queries = Embed(videos.Test);
        (int Row, double Similarity) nearest = Neighbours.Find(gallery.Features, queries.Features, 1)[1][0];
        Assert.Equal(nearest.Similarity, result.Trained.Neighbours[1].Nearest[0].Similarity, 1e-6);
        Assert.StartsWith("Squares: 6 test videos against 12 training videos, 6 clips each", result.ToTable());
        Assert.Equal(6, tuned.Classifier.Evaluate(videos.Test, 2, CropPlacement.Three, cancellation: TestContext.Current.CancellationToken).Metrics.Rows);

        FeatureSet Embed(IReadOnlyList<VideoEntry> entries) => new([.. entries.Select(entry => MeanOfCrops(encoder, entry.Path))], [.. entries.Select(entry => entry.Label!)]);

        static float[] MeanOfCrops(VideoEncoder encoder, string path)
        {
            ClipOptions options = encoder.Settings.Clips;
            using var reader = new ClipReader(path, options);
            byte[]? clips = null;
            SampleRandom unused = default;
            reader.Read(new ClipSelection { Count = 2, Crop = CropPlacement.Three }, ref unused, ref clips);
            int bytes = clips!.Length / 6;
            FrameSize crop = new(options.CropSize, options.CropSize);
            float[][] vectors = [.. Enumerable.Range(0, 6).Select(clip => encoder.EmbedClip(clips.AsSpan(clip * bytes, bytes), crop))];
            Assert.NotEqual(vectors[0], vectors[2]);
            return [.. Enumerable.Range(0, vectors[0].Length).Select(i => vectors.Average(vector => vector[i]))];
        }
    }

    [Fact]
    public void Published_lists_make_a_protocol_by_one_call()
    {
        string lists = Path.Join(videos.Folder, "lists");
        Directory.CreateDirectory(lists);
        File.WriteAllLines(Path.Join(lists, "trainlist02.txt"), ["train/0.avi 1", "train/1.avi 1"]);
        File.WriteAllLines(Path.Join(lists, "testlist02.txt"), ["test/6.avi"]);
        File.WriteAllLines(Path.Join(lists, "across_test_split3.txt"), ["0.avi 1 ", "1.avi 2 ", "2.avi 0 "]);
        File.WriteAllLines(Path.Join(lists, "down_test_split3.txt"), ["5.avi 2 "]);

        VideoProtocol ucf = VideoProtocol.Ucf101(lists, "/videos", split: 2);
        VideoProtocol hmdb = VideoProtocol.Hmdb51(lists, "/videos", split: 3);

        Assert.Equal("UCF101 split 2", ucf.Name);
        Assert.Equal([new VideoEntry("/videos/train/0.avi", "train"), new VideoEntry("/videos/train/1.avi", "train")], ucf.Train);
        Assert.Equal([new VideoEntry("/videos/test/6.avi", "test")], ucf.Test);
        Assert.Equal("HMDB51 split 3", hmdb.Name);
        Assert.Equal([new VideoEntry("/videos/across/0.avi", "across")], hmdb.Train);
        Assert.Equal([new VideoEntry("/videos/across/1.avi", "across"), new VideoEntry("/videos/down/5.avi", "down")], hmdb.Test);
        Assert.StartsWith("There are splits 1 to 3.", Assert.Throws<ArgumentOutOfRangeException>(() => VideoProtocol.Ucf101(lists, "/videos", 4)).Message);
        VideoProtocol folders = VideoProtocol.Folders(Path.Join(videos.Folder, "train"), Path.Join(videos.Folder, "test"));
        Assert.Equal("test against train", folders.Name);
        Assert.Equal(videos.Test, folders.Test);
    }

    [Fact]
    public void Bad_options_are_refused_all_at_once_and_cancelling_ends()
    {
        using VideoEncoder encoder = videos.MakeEncoder();
        EvaluationOptions bad = new() { ClipsPerVideo = 0, K = [], LinearProbe = new LinearProbeOptions { L2 = -1 } };

        Assert.Equal(
            "EvaluationOptions: ClipsPerVideo is 0; it must be from 1 to 10000. K is []; it must be one or more numbers of at least 1. "
            + "LinearProbe.L2 is -1; it must be above 0 and at most 1000000: without it, the weights of classes that can be separated grow for ever.",
            Assert.Throws<ArgumentException>(() => videos.Protocol.Evaluate(encoder, bad)).Message);
        using var cancel = new CancellationTokenSource();
        var seen = new List<EvaluationProgress>();
        EvaluationOptions options = Options with
        {
            Untrained = false,
            Cancellation = cancel.Token,
            Progress = new Listener<EvaluationProgress>(progress =>
            {
                seen.Add(progress);
                if (progress is { Stage: "embedding test videos", Done: 2 })
                    cancel.Cancel();
            }),
        };
        Assert.ThrowsAny<OperationCanceledException>(() => videos.Protocol.Evaluate(encoder, options));
        Assert.Equal(new EvaluationProgress("embedding training videos", 1, 12), seen[0]);
        Assert.Equal(14, seen.Count);
    }

    private static float[] MeanOfClips(VideoEncoder encoder, string path, int count)
    {
        byte[] clips = ClipReader.ReadUniform(path, encoder.Settings.Clips, count);
        int bytes = clips.Length / count;
        FrameSize size = new(encoder.Settings.Clips.CropSize, encoder.Settings.Clips.CropSize);
        float[][] vectors = [.. Enumerable.Range(0, count).Select(clip => encoder.EmbedClip(clips.AsSpan(clip * bytes, bytes), size))];
        return [.. Enumerable.Range(0, vectors[0].Length).Select(i => vectors.Average(vector => vector[i]))];
    }
}
