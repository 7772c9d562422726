// Forward and training step of R3D-18, and a tiny operator, beside PyTorch in Python: rounds of both alternate in
// one run, and the ratio is that of the medians. A ratio above 1 means that C# is faster.
using System.Text.Json;
using Cacl.Benchmarks;
using Cacl.Benchmarks.Torch;
using TorchSharp;

const int Operations = 100_000;
const double Goal = 0.95;

return BenchmarkProgram.Run(args, BenchmarkOptions.Help, BenchmarkOptions.Parse, options =>
{
    (int rounds, int batch, int threads) = (options.Rounds, options.Batch, options.Threads);
    torch.set_num_threads(threads);
    var ours = new Ours(batch, Operations);
    using var peer = new Peer(threads, batch, Operations);
    if (ours.ParameterCount != peer.ParameterCount)
        throw new BenchmarkException($"The networks differ: {ours.ParameterCount} parameters here, {peer.ParameterCount} there.");
    Console.WriteLine($"libtorch {torch.__version__} beside PyTorch {peer.Version}, {threads} threads, batch {batch}, {rounds} rounds");

    (string Name, string Title, string Unit, double Scale, int Repeats)[] cases =
    [
        ("forward", $"R3D-18 forward, {batch}x3x16x112x112", "s/clip", 1.0 / batch, 1),
        ("train", $"R3D-18 training step, {batch}x3x16x112x112", "s/clip", 1.0 / batch, 1),
        ("add", "add of 4 floats", "us", 1e6 / Operations, 4),
        ("add_grad", "add of 4 floats, with gradient", "us", 1e6 / Operations, 4),
    ];
    List<object> rows = [];
    bool met = true;
    Console.WriteLine($"{"case",-44}{"ours",10}{"peer",10}  {"unit",-8}{"ratio",6}{"goal",6}");
    foreach (var each in cases)
    {
        List<double> mine = [], theirs = [];
        // The first round warms both up.
        for (int round = 0; round <= rounds * each.Repeats; round++)
        {
            double here = ours.Seconds(each.Name), there = peer.Seconds(each.Name);
            if (round == 0) continue;
            mine.Add(here * each.Scale);
            theirs.Add(there * each.Scale);
        }
        double our = Median(mine), their = Median(theirs), ratio = their / our;
        met &= ratio >= Goal;
        rows.Add(new Dictionary<string, object> { ["case"] = each.Title, ["ours"] = our, ["peer"] = their, ["unit"] = each.Unit, ["ratio"] = ratio, ["goal"] = Goal });
        Console.WriteLine($"{each.Title,-44}{our,10:g4}{their,10:g4}  {each.Unit,-8}{ratio,6:f2}{Goal,6:f2}");
    }

    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
    File.WriteAllText(options.Output, JsonSerializer.Serialize(new { rows }, new JsonSerializerOptions { WriteIndented = true }));
    if (!met) Console.WriteLine("A goal is not met.");
});

static double Median(List<double> values)
{
    values.Sort();
    return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
}
