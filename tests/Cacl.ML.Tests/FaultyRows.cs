using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

/// <summary>Eight rows of videos, of which some can't be used: sound, garbage, sound, missing, too short, the garbage again, without a path, sound.</summary>
internal sealed class FaultyRows : IDisposable
{
    public FaultyRows()
    {
        Garbage = Set.Add("garbage.avi", [1, 2, 3]);
        TooShort = Set.AddVideo("short.avi", 3);
        string[] paths = [Sound(0), Garbage, Sound(1), Missing, TooShort, Garbage, "", Sound(2)];
        View = Context.Data.LoadFromEnumerable(paths.Select((path, i) => new VideoRow { VideoPath = path, Label = $"row {i}" }).ToArray());
        Warnings = Tests.Warnings.Of(Context);
    }

    public MLContext Context { get; } = new(seed: 1);

    public VideoSet Set { get; } = new();

    public IDataView View { get; }

    /// <summary>What the context has warned of.</summary>
    public List<string> Warnings { get; }

    public string Garbage { get; }

    public string TooShort { get; }

    public string Missing => Path.Join(Set.Folder, "missing.avi");

    public string Sound(int video) => Path.Join(Set.Folder, "across", $"{video}.avi");

    public void Dispose() => Set.Dispose();
}
