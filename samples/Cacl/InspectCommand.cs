using System.Text.Json.Nodes;

namespace Cacl.Cli;

/// <summary>Tells what files are.</summary>
internal sealed class InspectCommand : Command
{
    internal override string Name => "inspect";

    internal override string Summary => "tells what a file is: a video, an encoder, an index, a run's checkpoints";

    internal override string Help => """
        Tells what files are, and what is in them.

        usage: cacl inspect FILE... [OPTIONS]

          FILE is a video (which is decoded to its end), an encoder (.safetensors, .onnx), an index of cacl embed, a
          folder of checkpoints, or a folder of videos.

          --json    as JSON, an array with an object each; a file that can't be told has its fault there
          --quiet   changes nothing: there is no progress to tell
          --help    this text
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count == 0)
            throw new UsageException("A file is needed.");
        var all = new JsonArray();
        var faults = new List<string>();
        foreach (string path in arguments.Operands)
        {
            JsonObject found = Look(path, session.Cancellation, faults);
            all.Add(found);
            if (arguments.Has("--json"))
                continue;
            if (all.Count > 1)
                session.Output.WriteLine();
            foreach ((string name, JsonNode? value) in found)
                WriteLine(session.Output, name, value);
        }
        if (arguments.Has("--json"))
            session.Write(all);
        return faults.Count == 0 ? ProgramRun.Done : throw new InvalidDataException(
            arguments.Operands.Count == 1 ? faults[0] : $"{faults.Count} of {arguments.Operands.Count} files can't be told. The first: {faults[0]}");
    }

    // One that can't be read does not keep the others from being told.
    private static JsonObject Look(string path, CancellationToken cancellation, List<string> faults)
    {
        try
        {
            return Inspection.Of(path, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Add(FaultMessage.Of(fault));
            return new JsonObject { ["path"] = path, ["fault"] = faults[^1] };
        }
    }

    private static void WriteLine(TextWriter output, string name, JsonNode? value)
    {
        if (value is JsonObject members)
        {
            foreach ((string member, JsonNode? inner) in members)
                WriteLine(output, $"{name}.{member}", inner);
        }
        else if ((value is JsonArray items ? string.Join(", ", items) : value?.ToString()) is { Length: > 0 } text)
        {
            output.WriteLine($"{name,-20} {text}");   // what is empty is told by --json alone
        }
    }
}
