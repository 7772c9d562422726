using System.Text.Json.Nodes;

namespace Cacl.Demo.Tests;

/// <summary>One run on two classes with a validation folder, which several tests look at.</summary>
public sealed class ClassesRun : IDisposable
{
    internal const int Steps = 4;

    public ClassesRun()
    {
        Folder.Classes("train", 5, 1);
        Folder.Classes("validate", 3, 101);
        Ended = Run("out");
    }

    internal Folder Folder { get; } = new();

    internal DemoProcess.Ended Ended { get; }

    internal DemoProcess.Ended Run(string output, params string[] more) =>
        DemoProcess.Run(["--videos", Folder["train"], "--validate", Folder["validate"], "--steps", $"{Steps}", "--output", Folder[output], .. more]).Well();

    internal JsonObject Summary(string output = "out") => JsonNode.Parse(File.ReadAllText(Folder[output + "/summary.json"]))!.AsObject();

    public void Dispose() => Folder.Dispose();
}
