using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cacl.Search;

namespace Cacl.Cli;

/// <summary>Writes vectors: as a search index, as comma-separated values or as lines of JSON.</summary>
internal static class VectorFile
{
    // Nothing takes it for markup, so letters of names stay as they are.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal const string Index = "index", Csv = "csv", JsonLines = "jsonl";

    /// <summary>Why an index takes no vector of zeros.</summary>
    internal const string NoDirection = "its vector is all zeros, which can be compared with none";

    /// <summary>The format that a file's ending tells.</summary>
    internal static string FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => Csv,
        ".jsonl" => JsonLines,
        _ => Index,
    };

    /// <summary>Writes the file, which appears when it is whole.</summary>
    internal static void Write(string path, string format, int length, IReadOnlyList<VideoVector> vectors)
    {
        switch (format)
        {
            case Csv:
                OutputFile.Write(path, writer => WriteCsv(writer, length, vectors));
                break;
            case JsonLines:
                OutputFile.Write(path, writer => WriteJsonLines(writer, vectors));
                break;
            default:
                var builder = new SearchIndexBuilder(length);
                foreach (VideoVector video in vectors)
                    builder.Add(video.Path, video.Features, video.Label);
                using (SearchIndex index = builder.Build())
                    index.Save(path);
                break;
        }
    }

    private static void WriteCsv(TextWriter writer, int length, IReadOnlyList<VideoVector> vectors)
    {
        writer.WriteLine(string.Join(',', ["path", "label", .. Enumerable.Range(0, length).Select(i => $"f{i}")]));
        foreach (VideoVector video in vectors)
            writer.WriteLine(string.Join(',', [Quoted(video.Path), Quoted(video.Label ?? ""), .. video.Features.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]));
    }

    private static void WriteJsonLines(TextWriter writer, IReadOnlyList<VideoVector> vectors)
    {
        foreach (VideoVector video in vectors)
            writer.WriteLine(JsonSerializer.Serialize(video, Json));
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
