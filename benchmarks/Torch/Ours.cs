using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Benchmarks.Torch;

/// <summary>The C# side: the same cases as peer.py.</summary>
internal sealed class Ours
{
    private readonly int _operations;
    private readonly R3d18 _net = new();
    private readonly Tensor _clips;
    private readonly Tensor _labels;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _left = ones(4);
    private readonly Tensor _right = ones(4);
    private readonly Tensor _leaf = ones(4, requires_grad: true);

    public Ours(int batch, int operations)
    {
        _operations = operations;
        manual_seed(1);
        _clips = randn(new long[] { batch, 3, 16, 112, 112 });
        _labels = randint(0, 400, new long[] { batch });
        _optimizer = optim.SGD(_net.parameters(), 0.01, momentum: 0.9);
    }

    public long ParameterCount => _net.parameters().Sum(parameter => parameter.numel());

    public double Seconds(string name)
    {
        var clock = Stopwatch.StartNew();
        switch (name)
        {
            case "forward": Forward(); break;
            case "train": Train(); break;
            case "add": Add(_left); break;
            case "add_grad": Add(_leaf); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "No such case.");
        }
        return clock.Elapsed.TotalSeconds;
    }

    private void Forward()
    {
        using DisposeScope scope = NewDisposeScope();
        _net.eval();
        using (no_grad()) _net.call(_clips);
    }

    private void Train()
    {
        using DisposeScope scope = NewDisposeScope();
        _net.train();
        _net.zero_grad();
        nn.functional.cross_entropy(_net.call(_clips), _labels).backward();
        _optimizer.step();
    }

    private void Add(Tensor left)
    {
        for (int i = 0; i < _operations; i++) (left + _right).Dispose();
    }
}
