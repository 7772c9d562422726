using System.Text;
using System.Text.Json;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>The processes that a launcher started to run one command together; without a launcher, this process alone.</summary>
/// <remarks>All of them must make the same calls in the same order. A process that fails between two calls ends the others.</remarks>
internal sealed class Job : IDisposable
{
    // Whether every process knows of the fault that ends the command.
    private bool isEnding;

    private Job(Communicator communicator) => Communicator = communicator;

    internal Communicator Communicator { get; }

    internal int Rank => Communicator.Rank;

    internal int Size => Communicator.Size;

    internal bool IsAlone => Size == 1;

    /// <summary>Whether this is the process that writes results.</summary>
    internal bool IsFirst => Rank == 0;

    /// <summary>Joins the processes of the launcher that started this one.</summary>
    /// <param name="device">Where the processes exchange tensors, as <see cref="Arguments.Device"/> gives it; null for the CPU.</param>
    /// <exception cref="CommunicatorException">There is a launcher, and the processes can't be brought together.</exception>
    internal static Job Join(string? device) => new(Communicator.Join(device));

    /// <summary>Runs the command in this process, and returns its exit code.</summary>
    /// <param name="name">The program's, which lines about faults begin with.</param>
    /// <param name="error">Takes the line of a fault.</param>
    /// <param name="work">The command.</param>
    internal int Run(string name, TextWriter error, Func<int> work) => IsAlone ? work() : ProgramRun.Of(name, IsFirst ? error : TextWriter.Null, () =>
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (!isEnding)
        {
            // The others know nothing of it, and would wait for this process.
            if (ProgramRun.IsTracing)
                error.WriteLine(fault);
            RankFault told = RankFault.Of(fault)!;
            Communicator.Abort(told.Message, told.ExitCode);
            throw;
        }
    });

    /// <summary>Does a part of the work that must succeed in every process; where it does not, every process fails with what went wrong, and where.</summary>
    internal T Agree<T>(Func<T> work)
    {
        if (IsAlone)
            return work();
        T? result = default;
        Exception? own = null;
        try
        {
            result = work();
        }
        catch (Exception fault)
        {
            own = fault;
        }
        RankFault?[] faults = [.. Gather(JsonSerializer.Serialize(RankFault.Of(own))).Select(text => JsonSerializer.Deserialize<RankFault>(text))];
        if (faults.All(fault => fault is null))
            return result!;
        (result as IDisposable)?.Dispose();
        isEnding = true;
        throw RankFault.Combined(faults, own);
    }

    /// <summary>What the first process finds out, in every process; where it fails, every process does.</summary>
    internal byte[] FromFirst(Func<byte[]> find)
    {
        byte[] found = Agree(() => IsFirst ? find() : []);
        return IsAlone ? found : GatherBytes(found)[0];
    }

    /// <summary>What every process says, in the order of ranks.</summary>
    internal IReadOnlyList<string> Gather(string text) => [.. GatherBytes(Encoding.UTF8.GetBytes(text)).Select(Encoding.UTF8.GetString)];

    /// <summary>Makes sure that all processes were started alike.</summary>
    /// <param name="facts">What is to be the same, and what it is here.</param>
    /// <exception cref="InvalidDataException">It is not; the message names the ranks and what differs.</exception>
    internal void CheckSame(IReadOnlyList<NamedText> facts)
    {
        if (IsAlone)
            return;
        NamedText[][] all = [.. Gather(JsonSerializer.Serialize(facts)).Select(text => JsonSerializer.Deserialize<NamedText[]>(text)!)];
        string[] differing = [.. Enumerable.Range(1, Size - 1).Select(rank => Difference(rank, all[rank], all[0])).OfType<string>()];
        if (differing.Length == 0)
            return;
        isEnding = true;
        throw new InvalidDataException($"All processes of a job must be started alike. {string.Join(" ", differing)}");
    }

    public void Dispose() => Communicator.Dispose();

    private static string? Difference(int rank, NamedText[] facts, NamedText[] first)
    {
        string[] differing = [.. facts.Zip(first).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First.Name} {pair.First.Value} where rank 0 has {pair.Second.Value}")];
        return differing.Length == 0 ? null : $"Rank {rank} has {string.Join(", and ", differing)}.";
    }

    // Who comes early waits in the barrier, where waiting costs no processor time.
    private IReadOnlyList<byte[]> GatherBytes(byte[] bytes)
    {
        Communicator.Barrier();
        return Communicator.AllGather(bytes);
    }
}
