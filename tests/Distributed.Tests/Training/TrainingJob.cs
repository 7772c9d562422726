using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distributed.Tests;

/// <summary>A training job that a test starts, and the numbers that its ranks leave.</summary>
internal sealed class TrainingJob : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cacl-job-");

    /// <summary>Where checkpoints, videos and numbers of this test lie.</summary>
    public string Folder => folder.FullName;

    /// <summary>Runs a job to its end, which must be a good one, and gives what each rank left of a method.</summary>
    public async Task<byte[][]> Run(int ranks, string method, params string[] settings)
    {
        string output = Path.Join(Folder, $"{Guid.NewGuid():N}");
        using MpiJob job = MpiJob.Start(ranks, "TrainingRank", [$"method={method}", $"out={output}", .. settings]);
        await job.Succeed(TestContext.Current.CancellationToken);
        return [.. method.Split(',').SelectMany(name => Enumerable.Range(0, ranks).Select(rank => File.ReadAllBytes($"{output}.{name}.{rank}")))];
    }

    /// <summary>Runs a job that must fail, and gives all that was said.</summary>
    public static async Task<string> Fail(int ranks, params string[] settings)
    {
        using MpiJob job = MpiJob.Start(ranks, "TrainingRank", settings);
        await job.End(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, job.ExitCode);
        Assert.Empty(await job.Survivors(TestContext.Current.CancellationToken));
        return job.Everything;
    }

    /// <summary>Holds what two runs left against each other, number by number.</summary>
    /// <param name="expected">What the one left.</param>
    /// <param name="found">What the other left.</param>
    /// <param name="tolerance">What numbers may differ by, for each unit of the largest among those of their name, or of 1.</param>
    public static void AssertClose(byte[] expected, byte[] found, double tolerance)
    {
        SortedDictionary<string, double[]> ours = Read(expected), theirs = Read(found);
        Assert.Equal(ours.Keys, theirs.Keys);
        foreach ((string name, double[] values) in ours)
        {
            double most = tolerance * Math.Max(1, values.Select(Math.Abs).DefaultIfEmpty().Max());
            double apart = values.Zip(theirs[name], (one, other) => Math.Abs(one - other)).DefaultIfEmpty().Max();
            Assert.True(values.Length == theirs[name].Length && apart <= most, $"{name} differs by {apart}, and may by {most}.");
        }
    }

    /// <summary>The numbers that a rank left, by name.</summary>
    public static SortedDictionary<string, double[]> Read(byte[] left) => JsonSerializer.Deserialize<SortedDictionary<string, double[]>>(left, Json)!;

    public void Dispose() => folder.Delete(recursive: true);
}
