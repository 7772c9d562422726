using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>A stage of a run as tensors, and back: networks with their batch norm statistics, optimiser, queues, history.</summary>
/// <remarks>
/// Nothing else bears on what follows: every random number is a function of the seed, the epoch and the sample, or of the step; early
/// stopping reads the history.
/// </remarks>
internal static class CheckpointState
{
    /// <summary>The name of the hashes of the run's videos.</summary>
    public const string Videos = "videos";

    private const string History = "history";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The tensors of a stage; those that are made here belong to the caller's dispose scope.</summary>
    public static Dictionary<string, Tensor> Of(Objective objective, GradientDescent optimizer, IReadOnlyList<TrainingProgress> history)
    {
        Dictionary<string, Tensor> tensors = Parts(objective, optimizer);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            JsonSerializer.Serialize(gzip, history, Json);
        tensors[History] = tensor(packed.ToArray());
        return tensors;
    }

    /// <summary>Puts a stage where a checkpoint left it.</summary>
    /// <exception cref="CheckpointException">The checkpoint holds other tensors than the stage has.</exception>
    public static void Restore(CheckpointFile checkpoint, string path, Objective objective, GradientDescent optimizer, List<TrainingProgress> history)
    {
        Dictionary<string, Tensor> parts = Parts(objective, optimizer);
        string[] odd =
        [
            .. parts.Where(part => !checkpoint.Tensors.TryGetValue(part.Key, out Tensor? saved) || !saved.shape.SequenceEqual(part.Value.shape) || saved.dtype != part.Value.dtype).Select(part => part.Key),
            .. checkpoint.Tensors.Keys.Except(parts.Keys).Except([History, Videos]),
        ];
        if (odd.Length > 0)
            throw new CheckpointException($"{path} holds other networks than this version of CACL makes of the same options: {odd.Length} tensors differ, the first of them {odd[0]}.");

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor part) in parts)
            part.copy_(checkpoint.Tensors[name]);
        foreach ((string name, KeyQueue queue) in objective.Queues)
            queue.Pointer = checkpoint.Header.Pointers[name];

        using var packed = new MemoryStream(checkpoint.Tensors[History].data<byte>().ToArray());
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        history.Clear();
        history.AddRange(JsonSerializer.Deserialize<List<TrainingProgress>>(gzip, Json)!);
    }

    // The live tensors, which belong to their networks, optimiser and queues.
    private static Dictionary<string, Tensor> Parts(Objective objective, GradientDescent optimizer)
    {
        Dictionary<string, Tensor> parts = objective.State.ToDictionary(part => part.Name, part => part.Values);
        foreach ((string name, Tensor values) in optimizer.State)
            parts[$"optimizer.{name}"] = values;
        return parts;
    }
}
