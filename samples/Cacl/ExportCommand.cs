using System.Text.Json.Nodes;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>Writes an encoder as ONNX.</summary>
internal sealed class ExportCommand : Command
{
    internal override string Name => "export";

    internal override string Summary => "writes an encoder as ONNX, for programs without TorchSharp";

    internal override string Help => """
        Writes an encoder as an ONNX file, which runs without TorchSharp. All that is done to pixels is in its graph.

        usage: cacl export ENCODER [OPTIONS]

          ENCODER is a .safetensors file of cacl train.

          --output FILE        the .onnx file (default: beside ENCODER, with its name)
          --l2                 scale each vector to length 1
          --license TEXT       the licence of the weights: its name or its text
          --license-file FILE  the same, from a file
          --json               what was written, as JSON on standard output
          --quiet              changes nothing: there is no progress to tell
          --help               this text
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count != 1)
            throw new UsageException("One encoder is needed.");
        arguments.CheckNotBoth("--license", "--license-file");
        string path = arguments.Operands[0], output = arguments.Text("--output") ?? Path.ChangeExtension(path, ".onnx");
        InputFile.Check("encoder", path);
        string license = arguments.Text("--license-file") is { } file ? LicenseOf(file) : arguments.Text("--license") ?? "";
        string target = OutputFile.Check("--output", output, [path, .. arguments.Text("--license-file") is { } terms ? [terms] : Array.Empty<string>()], ending: ".onnx");

        using var encoder = VideoEncoder.Load(path);
        encoder.SaveOnnx(target, new OnnxExportOptions { NormalizeLength = arguments.Has("--l2"), License = license });
        long bytes = new FileInfo(target).Length;
        if (arguments.Has("--json"))
            session.Write(new JsonObject { ["output"] = output, ["bytes"] = bytes, ["length"] = encoder.FeatureLength, ["method"] = encoder.Settings.Method });
        else
            session.Output.WriteLine($"{output}: {bytes / 1e6:0.0} MB, {encoder.FeatureLength} numbers a clip");
        return ProgramRun.Done;
    }

    private static string LicenseOf(string path)
    {
        InputFile.Check("--license-file", path);
        return File.ReadAllText(path);
    }
}
