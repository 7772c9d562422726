using System.Diagnostics;
using Cacl.Search;

namespace Cacl.Cli.Tests;

public sealed class OutputTests(TrainedSet set) : IClassFixture<TrainedSet>
{
    [Fact]
    public void What_a_command_reads_is_never_replaced()
    {
        string index = set["read.index"], video = set["test/down/0.avi"], page = set["alias.html"], terms = set["terms.txt"];
        Said.By("embed", set.Onnx, set["test"], "--output", index).Well();
        File.WriteAllText(terms, "Terms.");
        File.CreateSymbolicLink(page, index);
        (string Option, string Given, string Kept, string[] Line)[] all =
        [
            ("--output", set.Onnx, set.Onnx, ["embed", set.Onnx, set["test"]]),
            ("--output", video, video, ["embed", set.Onnx, set["test"]]),
            ("--gallery", index, index, ["search", index, video]),
            ("--gallery", page, index, ["search", index, video]),
            ("--gallery", video, video, ["search", index, set["test/down/1.avi"]]),
            ("--output", set.Encoder, set.Encoder, ["export", set.Encoder]),
            ("--output", terms, terms, ["export", set.Encoder, "--license-file", terms]),
        ];
        foreach ((string option, string given, string kept, string[] line) in all)
        {
            byte[] before = File.ReadAllBytes(kept);
            Assert.Equal($"{option} is '{given}', which the command reads; it would be replaced. See cacl {line[0]} --help.", Said.By([.. line, option, given]).Fault(2));
            Assert.Equal(before, File.ReadAllBytes(kept));
        }
        Assert.Equal(
            $"--output is '{set["train/down/0.avi"]}', which is there and ends like a video or an encoder; it would be replaced by something else. See cacl embed --help.",
            Said.By("embed", set.Onnx, set["test"], "--output", set["train/down/0.avi"]).Fault(2));
    }

    [Fact]
    public void Links_are_followed_and_stay()
    {
        string link = set["link.index"], target = set["behind a link.index"];
        File.CreateSymbolicLink(link, target);
        for (int i = 0; i < 2; i++)
        {
            Said.By("embed", set.Onnx, set["test/down/0.avi"], "--output", link).Well();
            Assert.Equal(target, new FileInfo(link).LinkTarget);
            using SearchIndex index = SearchIndex.Load(target);
            Assert.Single(index.Entries);
        }
    }

    [Fact]
    public async Task Pipes_take_text_as_it_comes_and_are_refused_where_a_file_is_needed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What lies at a path is told on Linux alone.");
        string pipe = Pipe("rows.csv"), encoder = Pipe("pipe.onnx"), refused = $"--output is '{pipe}', a pipe or a device, which takes only .csv and .jsonl of cacl embed; it must name a file. See cacl ";
        Task<string> read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        Said said = Said.By("embed", set.Onnx, set["test/down/0.avi"], "--output", pipe).Well();
        Assert.Equal("", said.Output);
        Assert.StartsWith($"path,label,f0,", await read, StringComparison.Ordinal);
        Assert.False(File.Exists(pipe + ".rows"));

        Assert.Equal(refused + "embed --help.", Said.By("embed", set.Onnx, set["test/down/0.avi"], "--output", pipe, "--format", "index").Fault(2));
        Assert.Equal(refused + "export --help.", Said.By("export", set.Encoder, "--output", pipe).Fault(2));
        Assert.StartsWith("--output is '/dev/null', a pipe or a device", Said.By("export", set.Encoder, "--output", "/dev/null").Fault(2), StringComparison.Ordinal);

        Assert.Equal($"The encoder '{encoder}' is a pipe or a device; it must be a file.", Said.By("embed", encoder, set["test"], "--output", set["o"]).Fault(1));
        Assert.Equal($"The file '{encoder}' is a pipe or a device; it must be a file.", Said.By("inspect", encoder).Error["cacl: ".Length..].TrimEnd());
        Assert.Equal($"The index '{encoder}' is a pipe or a device; it must be a file.", Said.By("search", encoder, "v.avi").Fault(1));
        Assert.Equal($"The list '{encoder}' is a pipe or a device; it must be a file.", Said.By("train", encoder, "--output", set["o"]).Fault(1));
    }

    [Fact]
    public void A_search_takes_only_the_encoder_that_made_the_index()
    {
        string index = set["mine.index"], gone = set["gone.index"], moved = set["moved/0.avi"], query = set["test/across/0.avi"], other = set["other/encoder.safetensors"];
        Said.By("embed", set.Onnx, set["train"], "--output", index, "--clips", "1").Well();
        Said.By("train", set["train"], "--output", set["other"], "--method", "cvrl", "--steps", "0", "--seed", "9").Well();
        Said.By("search", index, query, "--encoder", set.Encoder, "--clips", "1").Well();
        Assert.StartsWith(
            $"The index '{index}' was not made by the encoder '{other}' with 1 clips of each video: '{set["train/across/0.avi"]}' has a vector now whose similarity to the one in the index is ",
            Said.By("search", index, query, "--encoder", other, "--clips", "1").Fault(1), StringComparison.Ordinal);

        TrainedSet.Write(moved, true, 2);
        Said.By("embed", set.Onnx, moved, "--output", gone).Well();
        File.Delete(moved);
        Assert.Contains($"No video of the index '{gone}' can be read, ", Said.By("search", gone, query, "--encoder", set.Onnx).Well().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_and_missing_files_are_named_with_what_was_meant()
    {
        string run = set["run"], weights = set.Encoder, afile = set["a file"];
        File.WriteAllText(afile, "");
        string meant = $"The encoder '{run}' is a folder; it must be a file, such as '{weights}'.";
        Assert.Equal(meant, Said.By("export", run).Fault(1));
        Assert.Equal(meant, Said.By("embed", run, set["test"], "--output", set["o"]).Fault(1));
        Assert.Equal($"The encoder '{set["test"]}' is a folder; it must be a file.", Said.By("embed", set["test"], set["test"], "--output", set["o"]).Fault(1));
        Assert.Equal(("results of a run", weights), ((string)Said.By("inspect", run, "--json").Well().Json[0]!["kind"]!, (string)Said.By("inspect", run, "--json").Json[0]!["encoder"]!["path"]!));
        Assert.Equal("There is no --license-file 'nope'.", Said.By("export", weights, "--license-file", "nope").Fault(1));
        Assert.Equal($"The --license-file '{run}' is a folder; it must be a file.", Said.By("export", weights, "--license-file", run).Fault(1));
        Assert.Equal($"The output folder '{afile}' can't be written: It is a file.", Said.By("train", set["test"], "--output", afile).Fault(1));
    }

    [Fact]
    public void Videos_of_both_parts_of_an_evaluation_are_counted()
    {
        const string warning = "4 of 4 test videos are training videos too, which are found and told too easily.\n";
        Assert.Contains(warning, Said.By("evaluate", set.Encoder, "--train", set["test"], "--test", set["test"], "--clips", "1").Well().Error, StringComparison.Ordinal);
        Assert.DoesNotContain("training videos too", Said.By("evaluate", set.Encoder, "--train", set["train"], "--test", set["test"], "--clips", "1").Well().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_classes_is_refused_with_what_is_in_it()
    {
        TrainedSet.Write(set["flat/0.avi"], true, 0);
        TrainedSet.Write(set["flat/across/1.avi"], true, 0);
        Assert.Equal($"The folder '{set["flat"]}' tells no class of each video: expected a sub-folder for each class with its videos in it, found 1 of 2 videos in no sub-folder, the first of them '0.avi'.", Said.By("evaluate", set.Encoder, "--train", set["train"], "--test", set["flat"], "--clips", "1").Fault(1));
    }

    [Fact]
    public void Letters_of_names_stand_in_json_as_they_are()
    {
        string video = TrainedSet.Write(set["vidéos ünï/日本 <1>.avi"], true, 0), rows = set["日本.jsonl"];

        Said.By("embed", set.Onnx, video, "--clips", "1", "--output", rows).Well();

        Assert.Contains($"\"path\":\"{video}\"", File.ReadAllText(rows), StringComparison.Ordinal);
        Assert.Contains($"\"path\": \"{video}\"", Said.By("inspect", video, "--json").Well().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_no_text_costs_its_row()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems' names are text.");
        string folder = set["odd"];
        TrainedSet.Write(set["odd/good.avi"], true, 0);
        Shell("cp good.avi \"$(printf '\\377.avi')\"");
        try
        {
            Assert.Equal(2, Directory.GetFiles(folder).Length);
            Said said = Said.By("embed", set.Onnx, folder, "--output", set["odd.index"]).Well();
            Assert.Contains("1 of 2 videos", said.Output, StringComparison.Ordinal);
        }
        finally
        {
            Shell("rm -- \"$(printf '\\377.avi')\"");   // .NET can't name it
        }

        void Shell(string line)
        {
            using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = folder })!;
            shell.WaitForExit();
        }
    }

    private string Pipe(string name)
    {
        using var made = Process.Start("mkfifo", [set[name]]);
        made.WaitForExit();
        return set[name];
    }
}
