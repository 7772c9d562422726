using System.Text.Json.Nodes;
using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>Measures an encoder on labelled videos, beside a network that was not trained.</summary>
internal sealed class EvaluateCommand : Command
{
    internal override string Name => "evaluate";

    internal override string Summary => "measures an encoder on labelled videos, beside an untrained network";

    internal override string Help => """
        Measures an encoder on labelled videos, beside a network of the same kind that was not trained: retrieval, nearest
        neighbour and a linear probe.

        usage: cacl evaluate ENCODER --train DIR --test DIR [OPTIONS]
               cacl evaluate ENCODER --ucf101 LISTS --videos DIR [--split N] [OPTIONS]
               cacl evaluate ENCODER --hmdb51 LISTS --videos DIR [--split N] [OPTIONS]

          ENCODER is a .safetensors file of cacl train.

          --train DIR       training videos, a class per sub-folder
          --test DIR        test videos, a class per sub-folder
          --ucf101 LISTS    the folder of UCF101's trainlist01.txt, testlist01.txt and so on
          --hmdb51 LISTS    the folder of HMDB51's brush_hair_test_split1.txt and so on
          --videos DIR      the folder of that set's videos
          --split N         which of that set's splits, 1 to 3 (default 1)
          --clips N         clips of each video (default 10)
          --frames N        frames of a clip (default: as the encoder was trained)
          --interval N      distance of a clip's frames in the video (default: as the encoder was trained)
          --size N          pixels: frames are resized to N on their shorter side, and a square of N is kept
                            (default: as the encoder was trained)
          --device NAME     cpu, cuda or cuda:n (default cpu)
          --output DIR      where evaluation.json, evaluation.txt and evaluation.html go (default: nowhere)
          --json            what evaluation.json holds, on standard output, in place of the table
          --quiet           no progress, and nothing about videos left out; results and errors only
          --help            this text
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count != 1)
            throw new UsageException("One encoder is needed.");
        string path = arguments.Operands[0];
        string? device = arguments.Device();
        Func<VideoProtocol> protocolOf = ProtocolOf(arguments);
        int clips = arguments.Number("--clips", 1, 10_000) ?? new EvaluationOptions().ClipsPerVideo;
        (int? frames, int? interval, int? size) = (arguments.Number("--frames", 2, 1024), arguments.Number("--interval", 1, 1000), arguments.Number("--size", 8, 4096));
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"'{path}' can't be compared with an untrained network: an .onnx file does not tell how its network is made. Give the .safetensors file that it was exported from.");
        InputFile.Check("encoder", path);
        VideoProtocol protocol = protocolOf();
        if (arguments.Text("--output") is { } folder)
            OutputFile.Check("--output", Path.Combine(folder, "evaluation.json"), [path]);
        int common = protocol.Train.Select(video => FileKind.RealPath(video.Path)).Intersect(protocol.Test.Select(video => FileKind.RealPath(video.Path))).Count();
        if (common > 0)
            session.Progress.Say($"{common} of {protocol.Test.Count} test videos are training videos too, which are found and told too easily.");

        using var encoder = VideoEncoder.Load(path, device ?? "cpu");
        ClipOptions own = encoder.Settings.Clips;
        EvaluationResult result = protocol.Evaluate(encoder, new EvaluationOptions
        {
            Clips = own with
            {
                Frames = frames ?? own.Frames,
                Interval = interval ?? own.Interval,
                ShortSide = size ?? own.ShortSide,
                CropSize = size ?? own.CropSize,
                FixedSize = size is null ? own.FixedSize : null,
            } is var stated && stated == own ? null : stated,
            ClipsPerVideo = clips,
            Progress = new EvaluationWatcher(session.Progress),
            Cancellation = session.Cancellation,
        });
        if (arguments.Text("--output") is { } output)
            result.Write(output);
        if (arguments.Has("--json"))
            session.Write(JsonNode.Parse(result.ToJson())!);
        else
            session.Output.Write(result.ToTable());
        return ProgramRun.Done;
    }

    private static Func<VideoProtocol> ProtocolOf(Arguments arguments)
    {
        string[] given = [.. new[] { "--train", "--ucf101", "--hmdb51" }.Where(arguments.Has)];
        if (given.Length != 1)
            throw new UsageException("What to measure on is needed: --train and --test, or --ucf101, or --hmdb51.");
        (string[] needed, string[] others) = given[0] == "--train" ? (["--train", "--test"], ["--videos", "--split"]) : (new[] { given[0], "--videos" }, new[] { "--test" });
        if (others.FirstOrDefault(arguments.Has) is { } other)
            throw new UsageException($"{other} does not go with {given[0]}.");
        string one = arguments.Needed(needed[0]), two = arguments.Needed(needed[1]);
        int split = arguments.Number("--split", 1, 3) ?? 1;
        return given[0] switch
        {
            "--train" => () => VideoProtocol.Folders(one, two),
            "--ucf101" => () => VideoProtocol.Ucf101(one, two, split),
            _ => () => VideoProtocol.Hmdb51(one, two, split),
        };
    }

    private sealed class EvaluationWatcher(ProgressLine progress) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => progress.Count(value.Stage, value.Done, value.Total);
    }
}
