namespace Cacl.Cli.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-tool-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Help_names_every_command_and_each_has_its_own()
    {
        string help = Said.By("help").Well().Output;
        Assert.Equal(help, Said.By("--help").Well().Output);
        foreach (string command in new[] { "train", "embed", "evaluate", "search", "export", "inspect" })
        {
            Assert.Contains($"\n  {command} ", help, StringComparison.Ordinal);
            string own = Said.By("help", command).Well().Output;
            Assert.Contains($"usage: cacl {command} ", own, StringComparison.Ordinal);
            Assert.Equal(own, Said.By(command, "--help").Well().Output);
            Assert.All(own.Split('\n'), line => Assert.True(line.Length <= 130, line));
        }
        Said nothing = Said.By();
        Assert.Equal((2, "", help), (nothing.ExitCode, nothing.Output, nothing.Error));
    }

    [Theory]
    [InlineData("There is no command trian; there are train, embed, evaluate, search, export, inspect. See --help.", "trian")]
    [InlineData("Videos are needed. See cacl train --help.", "train")]
    [InlineData("--output DIR is missing. See cacl train --help.", "train", "videos")]
    [InlineData("--method is moco; it must be one of cacl, cvrl, cyclecontrast, vcop, playback-rate, shuffle-and-learn, opn. See cacl train --help.", "train", "v", "--output", "o", "--method", "moco")]
    [InlineData("--preset is large; it must be one of small, paper. See cacl train --help.", "train", "v", "--output", "o", "--preset", "large")]
    [InlineData("--steps is -1; it must be a whole number from 0 to 2147483647. See cacl train --help.", "train", "v", "--output", "o", "--steps", "-1")]
    [InlineData("An encoder and videos are needed. See cacl embed --help.", "embed", "encoder.onnx", "--output", "o")]
    [InlineData("--output FILE is missing. See cacl embed --help.", "embed", "encoder.onnx", "v")]
    [InlineData("--format is xml; it must be one of index, csv, jsonl. See cacl embed --help.", "embed", "encoder.onnx", "v", "--output", "o", "--format", "xml")]
    [InlineData("--device is gpu; it must be cpu, cuda or cuda:n. See cacl embed --help.", "embed", "encoder.onnx", "v", "--output", "o", "--device", "gpu")]
    [InlineData("--device is gpu; it must be cpu, cuda or cuda:n. See cacl train --help.", "train", "v", "--output", "o", "--device", "gpu")]
    [InlineData("--device is cuda:x; it must be cpu, cuda or cuda:n. See cacl evaluate --help.", "evaluate", "e", "--train", "t", "--test", "t", "--device", "cuda:x")]
    [InlineData("An index and videos are needed. See cacl search --help.", "search", "a.index")]
    [InlineData("--k is 0; it must be a whole number from 1 to 100000. See cacl search --help.", "search", "a.index", "v", "--k", "0")]
    [InlineData("One encoder is needed. See cacl evaluate --help.", "evaluate")]
    [InlineData("What to measure on is needed: --train and --test, or --ucf101, or --hmdb51. See cacl evaluate --help.", "evaluate", "e")]
    [InlineData("What to measure on is needed: --train and --test, or --ucf101, or --hmdb51. See cacl evaluate --help.", "evaluate", "e", "--ucf101", "l", "--hmdb51", "l")]
    [InlineData("--test DIR is missing. See cacl evaluate --help.", "evaluate", "e", "--train", "t")]
    [InlineData("--split does not go with --train. See cacl evaluate --help.", "evaluate", "e", "--train", "t", "--test", "t", "--split", "2")]
    [InlineData("--videos DIR is missing. See cacl evaluate --help.", "evaluate", "e", "--ucf101", "l")]
    [InlineData("--split is 4; it must be a whole number from 1 to 3. See cacl evaluate --help.", "evaluate", "e", "--hmdb51", "l", "--videos", "v", "--split", "4")]
    [InlineData("--license and --license-file can't be given together. See cacl export --help.", "export", "e", "--license", "a", "--license-file", "b")]
    [InlineData("A file is needed. See cacl inspect --help.", "inspect")]
    public void A_fault_of_the_command_line_ends_with_2_and_one_line(string message, params string[] line) => Assert.Equal(message, Said.By(line).Fault(2));

    [Fact]
    public void Files_that_are_not_there_are_named()
    {
        string none = Path.Join(folder, "none"), video = Path.Join(folder, "none.avi");
        Assert.Equal($"There is no file or folder '{none}'.", Said.By("train", none, "--output", folder).Fault(1));
        Assert.Equal($"There is no encoder '{none}'.", Said.By("embed", none, video, "--output", none).Fault(1));
        Assert.Equal($"There is no encoder '{none}'.", Said.By("evaluate", none, "--train", none, "--test", none).Fault(1));
        Assert.Equal($"There is no encoder '{none}'.", Said.By("export", none).Fault(1));
        Assert.Equal($"The encoder '{folder}' is a folder; it must be a file.", Said.By("embed", folder, video, "--output", none).Fault(1));
        Assert.Equal($"There is no index '{none}'.", Said.By("search", none, video).Fault(1));
    }

    [Fact]
    public void A_file_that_can_not_be_told_does_not_keep_others_from_being_told()
    {
        string none = Path.Join(folder, "none"), video = TrainedSet.Write(Path.Join(folder, "v.avi"), true, 0);
        Said said = Said.By("inspect", none, video, "--json");
        Assert.Equal((1, $"cacl: 1 of 2 files can't be told. The first: There is no file or folder '{none}'.\n"), (said.ExitCode, said.Error));
        Assert.Equal(($"There is no file or folder '{none}'.", 40), ((string)said.Json[0]!["fault"]!, (int)said.Json[1]!["frames"]!));
    }

    [Fact]
    public void Files_that_are_something_else_are_named()
    {
        string text = Path.Join(folder, "notes.txt"), onnx = Path.Join(folder, "notes.onnx"), weights = Path.Join(folder, "notes.safetensors");
        foreach (string path in new[] { text, onnx, weights })
            File.WriteAllText(path, "This is a note, and nothing else.\n");
        Assert.Equal($"{text} is no search index: it does not begin with the letters CaclSrch.", Said.By("search", text, "v.avi").Fault(1));
        Assert.StartsWith($"'{onnx}' holds no graph that ONNX Runtime can load: ", Said.By("embed", onnx, folder, "--output", Path.Join(folder, "o")).Fault(1), StringComparison.Ordinal);
        Assert.StartsWith($"{weights} is no whole safetensors file: ", Said.By("export", weights).Fault(1), StringComparison.Ordinal);
        Assert.StartsWith($"cacl: Can't read the video '{text}': ", Said.By("inspect", text).Error, StringComparison.Ordinal);
        Assert.Equal($"cacl: The folder '{folder}' holds no videos: none of its 3 files ends like a video (.mp4, .avi, .mkv, .webm, .mov, ...).\n", Said.By("inspect", folder).Error);
        Assert.Equal(
            $"'{onnx}' can't be compared with an untrained network: an .onnx file does not tell how its network is made. Give the .safetensors file that it was exported from.",
            Said.By("evaluate", onnx, "--train", folder, "--test", folder).Fault(1));
    }

    [Fact]
    public void A_place_that_can_not_be_written_is_named_before_anything_is_done()
    {
        string video = TrainedSet.Write(Path.Join(folder, "v.avi"), true, 0), file = Path.Join(folder, "a file");
        File.WriteAllText(file, "");
        Assert.Equal("--output is '/proc/x.csv', which can't be written: Could not find file '/proc/x.csv'.", Assert.Throws<IOException>(() => OutputFile.Check("--output", "/proc/x.csv", [])).Message);
        Assert.StartsWith($"The output folder '{Path.Join(file, "out")}' can't be written: ", Said.By("train", video, "--output", Path.Join(file, "out")).Fault(1), StringComparison.Ordinal);
    }
}
