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

          --json    as JSON, an array with an object each
          --quiet   no progress
          --help    this text
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count == 0)
            throw new UsageException("A file is needed.");
        var all = new JsonArray();
        foreach (string path in arguments.Operands)
        {
            JsonObject found = Inspection.Of(path, session.Cancellation);
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
        return ProgramRun.Done;
    }

    private static void WriteLine(TextWriter output, string name, JsonNode? value)
    {
        if (value is JsonObject members)
        {
            foreach ((string member, JsonNode? inner) in members)
                WriteLine(output, $"{name}.{member}", inner);
        }
        else if (value is JsonArray items)
        {
            output.WriteLine($"{name,-20} {string.Join(", ", items)}");
        }
        else if (value is not null)
        {
            output.WriteLine($"{name,-20} {value}");
        }
    }
}
