using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Study;

/// <summary>The results of all runs, a line of JSON each, added to as runs end.</summary>
internal sealed class ResultsFile(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Reads all results. A last line that was not written to its end is cut off.</summary>
    /// <exception cref="InvalidDataException">A whole line is no result.</exception>
    public List<RunResult> Read()
    {
        var results = new List<RunResult>();
        if (!File.Exists(path))
            return results;
        string text = File.ReadAllText(path);
        int whole = text.LastIndexOf('\n') + 1;
        if (whole < text.Length)
            File.WriteAllText(path, text[..whole]);
        string[] lines = text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                results.Add(JsonSerializer.Deserialize<RunResult>(lines[i], Json)!);
            }
            catch (JsonException fault)
            {
                throw new InvalidDataException($"{path}, line {i + 1} is no result: {fault.Message}", fault);
            }
        }

        return results;
    }

    /// <summary>Adds a result, on the disk when it returns.</summary>
    public void Add(RunResult result)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(result, Json) + "\n"));
        file.Flush(flushToDisk: true);
    }
}
