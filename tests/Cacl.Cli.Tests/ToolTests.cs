using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cacl.Learning;
using Cacl.Onnx;
using Cacl.Search;

namespace Cacl.Cli.Tests;

public sealed class ToolTests(TrainedSet set) : IClassFixture<TrainedSet>
{
    // A line of what an embedding keeps, up to its vector.
    private const string Row = "{\"Path\":\"a.avi\",\"Bytes\":1,\"Modified\":\"2026-01-01T00:00:00Z\",\"Fault\":null,\"Shortfall\":null,\"Vector\":";

    [Fact]
    public void Training_writes_the_encoder_and_what_the_run_did()
    {
        JsonNode summary = set.Training.Well().Json;
        Assert.True(JsonNode.DeepEquals(summary, JsonNode.Parse(File.ReadAllText(set["run/summary.json"]))));
        Assert.Equal(("cvrl", false, 6, 2), ((string)summary["method"]!, (bool)summary["stopped"]!, (int)summary["videos"]!["train"]!, (int)summary["training"]!["steps"]!));
        Assert.Equal((3, 2), ((int)summary["settings"]!["seed"]!, (int)summary["settings"]!["steps"]!));
        Assert.Equal(2, File.ReadAllLines(set["run/metrics.jsonl"]).Length);
        Assert.Contains("<title>cvrl on 6 videos</title>", File.ReadAllText(set["run/report.html"]), StringComparison.Ordinal);
        using VideoEncoder encoder = VideoEncoder.Load(set.Encoder);
        Assert.Equal(("cvrl", 6), (encoder.Settings.Method, encoder.Settings.TrainingVideos));
        Assert.Contains("Examining: 6/6\n", set.Training.Error, StringComparison.Ordinal);
        Assert.Contains(", step 2/2, loss ", set.Training.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_goes_on_from_its_checkpoints()
    {
        Said again = Said.By("train", set["train"], "--output", set["again"], "--method", "cvrl", "--steps", "2", "--seed", "3", "--checkpoints", set["kept"]).Well();
        Assert.Contains(": 2 steps of cvrl are done.", again.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{set["again/encoder.safetensors"]}: learned from 6 videos in ", again.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(set.Encoder), File.ReadAllBytes(set["again/encoder.safetensors"]));
        Assert.StartsWith(
            $"{Directory.GetFiles(set["kept"], "*.safetensors")[0]} is of another run: ",
            Said.By("train", set["train"], "--output", set["again"], "--method", "cvrl", "--steps", "3", "--seed", "3", "--checkpoints", set["kept"]).Fault(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_of_no_steps_does_not_say_that_it_learned()
    {
        Said said = Said.By("train", set["train"], "--output", set["none"], "--method", "cvrl", "--steps", "0").Well();
        Assert.Equal($"{set["none/encoder.safetensors"]}: not trained: the run ended before the first step of cvrl, and the weights are those that were drawn\n", said.Output);
        string report = File.ReadAllText(set["none/report.html"]);
        Assert.Contains("<title>An encoder that was not trained</title>", report, StringComparison.Ordinal);
        Assert.DoesNotContain("learned without labels", report, StringComparison.Ordinal);
        Assert.Contains("no video<", report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exported_encoder_says_what_it_is()
    {
        JsonNode said = set.Export.Well().Json;
        Assert.Equal((set.Onnx, new FileInfo(set.Onnx).Length), ((string)said["output"]!, (long)said["bytes"]!));
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(set.Onnx);
        Assert.Equal(("MIT", "cvrl", 6), (encoder.Metadata!.License, encoder.Metadata.Method, encoder.Metadata.TrainingVideos));

        File.WriteAllText(set["terms"], "All of the terms.");
        Said scaled = Said.By("export", set.Encoder, "--output", set["scaled.onnx"], "--l2", "--license-file", set["terms"]).Well();
        Assert.StartsWith($"{set["scaled.onnx"]}: ", scaled.Output, StringComparison.Ordinal);
        Said.By("embed", set["scaled.onnx"], set["test/down/0.avi"], "--clips", "1", "--output", set["scaled.jsonl"]).Well();
        float[] vector = Vectors(set["scaled.jsonl"]).Single().Value;
        Assert.Equal(1, Math.Sqrt(vector.Sum(value => (double)value * value)), 1e-5);
    }

    [Fact]
    public void Either_file_of_an_encoder_gives_the_same_vectors_in_every_format()
    {
        Said.By("embed", set.Encoder, set["test"], "--output", set["weights.index"]).Well();
        Said.By("embed", set.Onnx, set["test"], "--output", set["onnx.csv"]).Well();
        Said.By("embed", set.Onnx, set["test"], "--output", set["vectors"], "--format", "jsonl").Well();

        Dictionary<string, float[]> vectors = Vectors(set["vectors"]);
        string[] paths = [set["test/across/0.avi"], set["test/across/1.avi"], set["test/down/0.avi"], set["test/down/1.avi"]];
        Assert.Equal(paths, vectors.Keys);
        using VideoEncoder encoder = VideoEncoder.Load(set.Encoder);
        Assert.All(paths, path => Assert.All(vectors[path].Zip(encoder.Embed(path)), pair => Assert.Equal(pair.Second, pair.First, 1e-4f)));

        string[] lines = File.ReadAllLines(set["onnx.csv"]);
        Assert.StartsWith("path,label,f0,f1,", lines[0], StringComparison.Ordinal);
        Assert.Equal(paths.Select(path => $"{path},{Path.GetFileName(Path.GetDirectoryName(path))},{string.Join(',', vectors[path].Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}"), lines[1..]);

        using SearchIndex index = SearchIndex.Load(set["weights.index"]);
        Assert.Equal(paths, index.Entries.Select(entry => entry.Id));
        Assert.Equal(["across", "across", "down", "down"], index.Entries.Select(entry => entry.Label));
        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(1, Cosine(index.Vector(row), vectors[paths[row]]), 1e-6));
    }

    [Fact]
    public void A_bad_file_costs_one_row_and_is_named()
    {
        string bad = set["mixed/bad.avi"], good = TrainedSet.Write(set["mixed/good.avi"], true, 0), none = set["mixed/none.avi"];
        File.WriteAllText(bad, "This is no video.");
        Said said = Said.By("embed", set.Onnx, set["mixed"], none, "--output", set["mixed.index"], "--json").Well();
        JsonNode json = said.Json;
        Assert.Equal((3, 1, 0, false), ((int)json["videos"]!, (int)json["embedded"]!, (int)json["reused"]!, (bool)json["stopped"]!));
        Assert.Equal([bad, none], json["leftOut"]!.AsArray().Select(one => (string)one!["path"]!));
        Assert.All(json["leftOut"]!.AsArray(), one => Assert.Contains($"Left out {one!["path"]}: {one["reason"]}\n", said.Error, StringComparison.Ordinal));
        using SearchIndex index = SearchIndex.Load(set["mixed.index"]);
        Assert.Equal(good, Assert.Single(index.Entries).Id);

        string fault = Said.By("embed", set.Onnx, bad, "--output", set["none.index"]).Fault(1);
        Assert.StartsWith($"None of 1 videos can be embedded. The first: {bad}: ", fault, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(set.Root, "none.index*"));
    }

    [Fact]
    public void Embedding_that_is_stopped_leaves_an_index_and_goes_on_from_there()
    {
        for (int i = 0; i < 6; i++)
            TrainedSet.Write(set[$"own/{i}.avi"], i % 2 == 0, 4 * i);
        string output = set["out/part.index"];
        using var error = new StoppingWriter("Embedding: 1/6");
        Said stopped = Said.By(error, error.Token, "embed", set.Onnx, set["own"], "--output", output, "--json");
        Assert.Equal((130, true), (stopped.ExitCode, (bool)stopped.Json["stopped"]!));
        int done = (int)stopped.Json["embedded"]!;
        Assert.InRange(done, 1, 5);
        Assert.EndsWith($"Stopped: {done} of 6 videos are done. The same command goes on from there.\n", stopped.Error, StringComparison.Ordinal);
        using (SearchIndex part = SearchIndex.Load(output))
            Assert.Equal(Enumerable.Range(0, done).Select(i => set[$"own/{i}.avi"]), part.Entries.Select(entry => entry.Id));

        Assert.Equal(
            $"'{output}.rows' holds what was embedded so far from 4 clips of each video, and this command takes 1 (--clips). Delete it to begin anew, or go on as it was begun.",
            Said.By("embed", set.Onnx, set["own"], "--clips", "1", "--output", output).Fault(1));
        Assert.Matches(
            "^'.*\\.rows' holds what was embedded so far by another encoder: its SHA-256 begins with [0-9a-f]{12}, and that of this one with [0-9a-f]{12}\\. Delete it to begin anew, or go on as it was begun\\.$",
            Said.By("embed", set.Encoder, set["own"], "--output", output).Fault(1));

        // A process that is killed may leave half a line; a video that has changed is embedded anew.
        File.AppendAllText(output + ".rows", "{\"Path\":\"half");
        TrainedSet.Write(set["own/0.avi"], false, 0, frames: 50);
        Said rest = Said.By("embed", set.Onnx, set["own"], "--output", output, "--json").Well();
        Assert.Equal((6, done - 1), ((int)rest.Json["embedded"]!, (int)rest.Json["reused"]!));
        Assert.Equal([output], Directory.GetFiles(set["out"]));
        Said.By("embed", set.Onnx, set["own"], "--output", set["whole.index"]).Well();
        Assert.Equal(File.ReadAllBytes(set["whole.index"]), File.ReadAllBytes(output));
    }

    [Theory]
    [InlineData("{\"Path\":", "damaged in line 2. Delete it to begin anew.")]
    [InlineData(Row + "null}", "damaged in line 2. Delete it to begin anew.")]
    [InlineData(Row + "\"AAAAAA==\"}\n" + Row + "\"AAAAAAAAAAA=\"}", "damaged in line 3. Delete it to begin anew.")]
    [InlineData(null, "does not begin as what an embedding keeps, so it is another program's, or damaged. Delete it to begin anew, or go on as it was begun.")]
    public void What_was_kept_and_can_not_be_used_is_named_and_stays_as_it_is(string? second, string fault)
    {
        string output = set[$"kept rows/{second?.Length}.index"], rows = output + ".rows";
        using var error = new StoppingWriter("Embedding: 1/6");
        Said.By(error, error.Token, "embed", set.Onnx, set["train"], "--output", output);
        string kept = second is null ? "notes of another kind" : $"{File.ReadLines(rows).First()}\n{second}\n";
        File.WriteAllText(rows, kept);
        string said = Said.By("embed", set.Onnx, set["train"], "--output", output).Fault(1);
        Assert.Equal($"'{rows}' {(second is null ? "" : "is ")}{fault}", said);
        Assert.Equal(kept, File.ReadAllText(rows));
    }

    [Fact]
    public void Lists_of_any_name_are_embedded_with_their_labels()
    {
        File.WriteAllText(set["videos.txt"], "test/down/1.avi\ntest/across/0.avi\n");
        File.WriteAllText(set["videos.csv"], "path,label\ndown/1.avi,falling\n");
        Said.By("embed", set.Onnx, set["videos.txt"], "--output", set["list.index"]).Well();
        using (SearchIndex plain = SearchIndex.Load(set["list.index"]))
            Assert.Equal([new(set["test/down/1.avi"], null), new(set["test/across/0.avi"], null)], plain.Entries);
        Said.By("embed", set.Onnx, set["videos.csv"], "--root", set["test"], "--output", set["list.index"]).Well();
        using SearchIndex labelled = SearchIndex.Load(set["list.index"]);
        Assert.Equal([new(set["test/down/1.avi"], "falling")], labelled.Entries);

        File.WriteAllText(set["down_test_split1.txt"], "0.avi 1\n1.avi 2\n2.avi 0\n");
        Said.By("embed", set.Onnx, set["down_test_split1.txt"], "--root", set["train"], "--part", "test", "--output", set["part.index"]).Well();
        using SearchIndex part = SearchIndex.Load(set["part.index"]);
        Assert.Equal([new(set["train/down/1.avi"], "down")], part.Entries);
    }

    [Fact]
    public void A_search_finds_the_nearest_others_as_a_table_as_json_and_as_a_page()
    {
        Said.By("embed", set.Onnx, set["train"], "--output", set["search.index"]).Well();
        using SearchIndex index = SearchIndex.Load(set["search.index"]);
        string known = set["train/down/1.avi"], other = set["test/across/1.avi"];
        Said.By("embed", set.Onnx, other, "--output", set["other.jsonl"]).Well();
        float[] vector = Vectors(set["other.jsonl"]).Single().Value;
        SearchHit[] nearestKnown = [.. index.Search(index.Vector(4), 3).Where(hit => hit.Row != 4)];

        JsonNode json = Said.By("search", set["search.index"], known, other, "--encoder", set.Onnx, "--k", "2", "--gallery", set["pages/gallery.html"], "--json").Well().Json;
        JsonArray queries = json["queries"]!.AsArray();
        Assert.Equal([(known, "down", true), (other, null, false)], queries.Select(one => ((string)one!["path"]!, (string?)one["label"], (bool)one["indexed"]!)));
        Assert.Equal(nearestKnown.Select(hit => (hit.Entry.Id, hit.Similarity)), Hits(queries[0]!));
        Assert.Equal(index.Search(vector, 2).Select(hit => (hit.Entry.Id, hit.Similarity)), Hits(queries[1]!));

        string page = File.ReadAllText(set["pages/gallery.html"]);
        Assert.Contains("<h1>Nearest videos</h1>", page, StringComparison.Ordinal);
        Assert.True(page.Split("data:image/jpeg;base64,").Length > 4, "The page has no pictures.");

        string[] table = Said.By("search", set["search.index"], known, "--k", "1").Well().Output.Split('\n');
        Assert.Equal([known, string.Create(CultureInfo.InvariantCulture, $"   1  {nearestKnown[0].Similarity,6:0.000}  {nearestKnown[0].Entry.Id}  ({nearestKnown[0].Entry.Label})"), ""], table);
        Assert.Equal($"'{other}' is not in the index; give --encoder FILE to embed it. See cacl search --help.", Said.By("search", set["search.index"], other).Fault(2));
        Assert.Equal($"There is no file '{set["missing.mp4"]}', and no video of that name in the index. See cacl search --help.", Said.By("search", set["search.index"], set["missing.mp4"]).Fault(2));
    }

    [Fact]
    public void An_evaluation_stands_beside_an_untrained_network_and_is_written_as_files()
    {
        Said table = Said.By("evaluate", set.Encoder, "--train", set["train"], "--test", set["test"], "--clips", "2", "--output", set["evaluation"]).Well();
        Assert.Equal(File.ReadAllText(set["evaluation/evaluation.txt"]), table.Output);
        Assert.StartsWith("test against train: 4 test videos against 6 training videos, 2 clips each", table.Output, StringComparison.Ordinal);
        Assert.Contains("embedding test videos: 4/4\n", table.Error, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(File.ReadAllText(set["evaluation/evaluation.json"]))!;
        Assert.Equal((4, 2), ((int)json["testVideos"]!, (int)json["options"]!["clipsPerVideo"]!));
        Assert.NotNull(json["untrained"]!["retrieval"]);
        Assert.True(File.Exists(set["evaluation/evaluation.html"]));
    }

    [Theory]
    [InlineData("--ucf101", "UCF101 split 2")]
    [InlineData("--hmdb51", "HMDB51 split 2")]
    public void An_evaluation_takes_published_splits(string option, string protocol)
    {
        Directory.CreateDirectory(set["lists"]);
        File.WriteAllText(set["lists/trainlist02.txt"], "across/0.avi 1\nacross/1.avi 1\ndown/0.avi 2\ndown/1.avi 2\n");
        File.WriteAllText(set["lists/testlist02.txt"], "across/2.avi\ndown/2.avi\n");
        foreach (string label in new[] { "across", "down" })
            File.WriteAllText(set[$"lists/{label}_test_split2.txt"], "0.avi 1\n1.avi 1\n2.avi 2\n");
        JsonNode json = Said.By("evaluate", set.Encoder, option, set["lists"], "--videos", set["train"], "--split", "2", "--clips", "1", "--frames", "6", "--interval", "3", "--size", "24", "--quiet", "--json").Well().Json;
        Assert.Equal((protocol, 4, 2), ((string)json["protocol"]!, (int)json["trainVideos"]!, (int)json["testVideos"]!));
        JsonNode clips = json["encoder"]!["clips"]!;
        Assert.Equal((6, 3, 24, 24), ((int)clips["frames"]!, (int)clips["interval"]!, (int)clips["shortSide"]!, (int)clips["cropSize"]!));
    }

    [Fact]
    public void Files_say_what_they_are()
    {
        Said.By("embed", set.Onnx, set["train"], "--output", set["inspected.index"]).Well();
        string video = set["test/down/0.avi"];
        JsonArray found = Said.By("inspect", video, set.Encoder, set.Onnx, set["inspected.index"], set["kept"], set["train"], "--json").Well().Json.AsArray();
        Assert.Equal(
            ["video", "encoder", "ONNX encoder", "search index", "checkpoints of a run", "folder of videos"],
            found.Select(one => (string)one!["kind"]!));
        Assert.Equal((40, 64, 48, 0, "Complete"), ((int)found[0]!["frames"]!, (int)found[0]!["width"]!, (int)found[0]!["height"]!, (int)found[0]!["rotation"]!, (string)found[0]!["ending"]!));
        Assert.Equal(("cvrl", 6, 8), ((string)found[1]!["method"]!, (int)found[1]!["trainingVideos"]!, (int)found[1]!["clips"]!["frames"]!));
        Assert.Equal(("MIT", 8, 32), ((string)found[2]!["license"]!, (int)found[2]!["frames"]!, (int)found[2]!["width"]!));
        Assert.Equal((6, "Cosine", "[\"across\",\"down\"]"), ((int)found[3]!["rows"]!, (string)found[3]!["similarity"]!, found[3]!["labels"]!.ToJsonString()));
        Assert.Equal(("cvrl", 2, "3"), ((string)found[4]!["latest"]!["stage"]!, (int)found[4]!["latest"]!["step"]!, (string)found[4]!["latest"]!["options"]!["Seed"]!));
        Assert.Equal((6, 3), ((int)found[5]!["videos"]!, (int)found[5]!["classes"]!["down"]!));

        string text = Said.By("inspect", video).Well().Output;
        Assert.Contains($"{"frames",-20} 40\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("shortfall", text, StringComparison.Ordinal);

        string link = set["link.avi"], bare = set["bare.onnx"];
        File.CreateSymbolicLink(link, video);
        Assert.Equal(new FileInfo(video).Length, (long)Said.By("inspect", link, "--json").Well().Json[0]!["bytes"]!);
        Said.By("export", set.Encoder, "--output", bare).Well();
        Assert.DoesNotContain("license", Said.By("inspect", bare).Well().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Videos_that_training_can_not_use_are_named_before_it_begins_and_not_counted()
    {
        string bad = set["unusable/bad.avi"];
        for (int i = 0; i < 3; i++)
            TrainedSet.Write(set[$"unusable/{i}.avi"], true, 5 * i);
        File.WriteAllText(bad, "This is no video.");
        Said said = Said.By("train", set["unusable"], "--output", set["of usable"], "--method", "vcop", "--steps", "1").Well();
        string[] lines = said.Error.Split('\n');
        Assert.Equal("Learning by Vcop from what can be used of 4 video files", lines[0]);
        int named = Array.FindIndex(lines, line => line.StartsWith($"Left out {bad}: ", StringComparison.Ordinal));
        Assert.InRange(named, 1, Array.IndexOf(lines, "Learning from 3 videos") - 1);
        Assert.Equal(named, Array.FindLastIndex(lines, line => line.StartsWith("Left out ", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string, double)> Hits(JsonNode query) => query["hits"]!.AsArray().Select(hit => ((string)hit!["path"]!, (double)hit["similarity"]!));

    private static Dictionary<string, float[]> Vectors(string path) => File.ReadLines(path)
        .Select(line => JsonSerializer.Deserialize<VideoVector>(line, JsonSerializerOptions.Web)!).ToDictionary(video => video.Path, video => video.Features);

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));
}
