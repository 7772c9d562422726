using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cacl.Clips;
using Cacl.Learning;
using Cacl.Onnx;
using Cacl.Search;
using TorchSharp;

namespace Cacl.Cli;

/// <summary>What a file or folder is, as names and values.</summary>
internal static class Inspection
{
    private const string EncoderKey = "cacl.encoder", CheckpointKey = "cacl.checkpoint", ClassesKey = "cacl.classes";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Looks into a file.</summary>
    /// <exception cref="IOException">There is no such file, or it can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or none that this program knows.</exception>
    internal static JsonObject Of(string path, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
            return OfFolder(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
        InputFile.Check("file", path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".safetensors" => OfSafetensors(path),
            ".onnx" => OfOnnx(path),
            _ when !VideoFolder.HasVideoEnding(path) && IsIndex(path) => OfIndex(path),
            _ => OfVideo(path, cancellation),
        };
    }

    private static JsonObject Begin(string path, string kind) =>
        File.Exists(path) ? new() { ["path"] = path, ["kind"] = kind, ["bytes"] = new FileInfo(FileKind.RealPath(path)).Length } : new() { ["path"] = path, ["kind"] = kind };

    private static JsonObject OfVideo(string path, CancellationToken cancellation)
    {
        using VideoFile file = VideoFile.Open(path, new VideoReadOptions { Cancellation = cancellation });
        int frames = file.CountFrames();
        JsonObject found = Begin(path, "video");
        found["frames"] = frames;
        found["width"] = file.Width;
        found["height"] = file.Height;
        found["rotation"] = file.Rotation;
        found["framesPerSecond"] = file.FramesPerSecond;
        found["promisedFrames"] = file.PromisedFrameCount;
        found["ending"] = file.Ending!.Kind.ToString();
        found["shortfall"] = file.Ending.Shortfall;
        return found;
    }

    private static JsonObject OfIndex(string path)
    {
        using SearchIndex index = SearchIndex.Load(path);
        JsonObject found = Begin(path, "search index");
        found["rows"] = index.Entries.Count;
        found["length"] = index.Length;
        found["similarity"] = index.Similarity.ToString();
        found["labels"] = new JsonArray([.. index.Entries.Select(entry => entry.Label).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(label => JsonValue.Create(label))]);
        return found;
    }

    private static JsonObject OfOnnx(string path)
    {
        using OnnxVideoEncoder encoder = OnnxVideoEncoder.Open(path);
        JsonObject found = Begin(path, "ONNX encoder");
        found["input"] = encoder.Layout.ToString();
        found["frames"] = encoder.Frames;
        found["width"] = encoder.Width;
        found["height"] = encoder.Height;
        found["length"] = encoder.FeatureLength;
        if (encoder.Metadata is { } metadata)
        {
            found["method"] = metadata.Method;
            found["trainingVideos"] = metadata.TrainingVideos;
            found["embedClips"] = metadata.EmbedClips;
            found["license"] = metadata.License;
            found["clips"] = JsonSerializer.SerializeToNode(metadata.Clips, Json);
        }
        return found;
    }

    private static JsonObject OfSafetensors(string path)
    {
        Dictionary<string, torch.Tensor> tensors = Safetensors.Read(path, out Dictionary<string, string> metadata);
        int count = tensors.Count;
        long numbers = tensors.Values.Sum(tensor => tensor.numel());
        foreach (torch.Tensor tensor in tensors.Values)
            tensor.Dispose();

        string kind = metadata.ContainsKey(CheckpointKey) ? "checkpoint" : metadata.ContainsKey(ClassesKey) ? "video classifier" : metadata.ContainsKey(EncoderKey) ? "encoder" : "safetensors";
        JsonObject found = Begin(path, kind);
        found["tensors"] = count;
        found["numbers"] = numbers;
        if (kind == "encoder")
            Describe(path, found);
        if (kind == "checkpoint" && JsonNode.Parse(metadata[CheckpointKey]) is JsonObject header)
        {
            foreach (string name in new[] { "Stage", "Step", "Seconds", "Options" })
                found[JsonNamingPolicy.CamelCase.ConvertName(name)] = header[name]?.DeepClone();
        }
        return found;
    }

    private static void Describe(string path, JsonObject found)
    {
        using VideoEncoder encoder = VideoEncoder.Load(path);
        found["length"] = encoder.FeatureLength;
        found["method"] = encoder.Settings.Method;
        found["trainingVideos"] = encoder.Settings.TrainingVideos;
        found["embedClips"] = encoder.Settings.EmbedClips;
        found["backgroundSubtraction"] = encoder.Settings.BackgroundSubtraction;
        found["network"] = JsonSerializer.SerializeToNode(encoder.Settings.Architecture, Json);
        found["clips"] = JsonSerializer.SerializeToNode(encoder.Settings.Clips, Json);
    }

    private static JsonObject OfFolder(string path)
    {
        string[] checkpoints = [.. Directory.EnumerateFiles(path, "?-*-?????????.safetensors").Order(StringComparer.Ordinal)];
        if (checkpoints.Length > 0)
        {
            JsonObject latest = OfSafetensors(checkpoints[^1]);
            if ((string?)latest["kind"] == "checkpoint")
            {
                JsonObject run = Begin(path, "checkpoints of a run");
                run["checkpoints"] = new JsonArray([.. checkpoints.Select(file => JsonValue.Create(Path.GetFileName(file)))]);
                run["latest"] = latest;
                return run;
            }
        }
        if (Path.Join(path, "encoder.safetensors") is var encoder && File.Exists(encoder))
        {
            JsonObject results = Begin(path, "results of a run");
            results["encoder"] = Of(encoder, CancellationToken.None);
            return results;
        }
        IReadOnlyList<VideoEntry> videos = VideoFolder.List(path);
        JsonObject found = Begin(path, "folder of videos");
        found["videos"] = videos.Count;
        found["classes"] = new JsonObject(videos.Where(video => video.Label is not null).CountBy(video => video.Label!).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return found;
    }

    private static bool IsIndex(string path)
    {
        Span<byte> start = stackalloc byte[8];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("CaclSrch"u8);
    }
}
