using System.Diagnostics;
using Cacl.Learning;
using TorchSharp;

namespace Cacl.Benchmarks.Train;

/// <summary>A run of the very training loop that trainers use, on a thread of its own, which makes one step whenever it is asked to.</summary>
/// <remarks>
/// The loop waits where it reports a step. The loader begins one batch within each step, so its work falls into the time of steps,
/// as in a run without waiting, as long as a batch takes less time than a step.
/// </remarks>
internal sealed class SteppedRun : IProgress<TrainingProgress>, IDisposable
{
    private const int Endless = 1_000_000;

    private readonly Thread _thread;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _answered = new(0);
    private readonly CancellationTokenSource _ending = new();
    private long _began;
    private double _seconds;
    private Exception? _fault;

    /// <summary>Prepares a run.</summary>
    /// <param name="objective">What is learned; other runs may learn it too, in turns.</param>
    /// <param name="source">Where clips come from.</param>
    /// <param name="options">The settings, but for the number of steps.</param>
    /// <param name="threads">Threads of libtorch.</param>
    public SteppedRun(Objective objective, ClipSource source, CaclOptions options, int threads)
    {
        CaclOptions endless = options with { Steps = Endless, Progress = this, Cancellation = _ending.Token };
        _thread = new Thread(() =>
        {
            _asked.Wait();
            _began = Stopwatch.GetTimestamp();
            try
            {
                torch.set_num_threads(threads);
                if (!_ending.IsCancellationRequested)
                    TrainingLoop.Run(objective, source, endless, []);
            }
            catch (Exception fault)
            {
                _fault = fault;
            }
            _answered.Release();
        });
        _thread.Start();
    }

    /// <summary>Makes a step.</summary>
    /// <returns>The seconds from the end of the waiting to the report of the step.</returns>
    /// <exception cref="BenchmarkException">The run failed.</exception>
    public double Step()
    {
        _asked.Release();
        _answered.Wait();
        return _fault is null ? _seconds : throw new BenchmarkException($"A training step failed: {_fault.Message}");
    }

    /// <summary>The loss of the latest step.</summary>
    public double Loss { get; private set; }

    public void Report(TrainingProgress value)
    {
        Loss = value.Loss;
        _seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        _answered.Release();
        _asked.Wait();
        _began = Stopwatch.GetTimestamp();
    }

    public void Dispose()
    {
        _ending.Cancel();
        _asked.Release();
        _thread.Join();
        _ending.Dispose();
        _asked.Dispose();
        _answered.Dispose();
    }
}
