using System.Text;
using System.Text.Json;
using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning;

/// <summary>What the processes of a job tell each other beside tensors; every process must make the call.</summary>
internal static class JobCollectives
{
    /// <summary>What shells tell of a program that Ctrl-C ended.</summary>
    private const int InterruptedExitCode = 130;

    /// <summary>Whether every process has something; where one lacks it, all go without.</summary>
    public static bool AllHave(this Communicator job, bool own)
    {
        if (job.Size == 1)
            return own;
        using Tensor missing = tensor(new[] { own ? 0L : 1L });
        job.AllReduceSum(missing);
        return missing.item<long>() == 0;
    }

    /// <summary>Puts the mean over the processes in the place of each value; all name the same values, in the same order.</summary>
    public static void Average(this Communicator job, Dictionary<string, double> values)
    {
        if (job.Size == 1 || values.Count == 0)
            return;
        using Tensor sums = tensor(values.Values.ToArray());
        job.AllReduceSum(sums);
        foreach ((string name, double sum) in values.Keys.ToArray().Zip(sums.data<double>().ToArray()))
            values[name] = sum / job.Size;
    }

    /// <summary>Gives every process the texts of all, in the order of ranks.</summary>
    public static string[] GatherTexts(this Communicator job, string own) => [.. job.AllGather(Encoding.UTF8.GetBytes(own)).Select(Encoding.UTF8.GetString)];

    /// <summary>The videos that any process could not use: those of the first, then what the others alone have dropped.</summary>
    public static IReadOnlyList<SkippedVideo> GatherSkipped(this Communicator job, IReadOnlyList<SkippedVideo> own) => job.Size == 1
        ? own
        : [.. job.GatherTexts(JsonSerializer.Serialize(own)).SelectMany(text => JsonSerializer.Deserialize<SkippedVideo[]>(text)!).DistinctBy(video => video.Path)];

    /// <summary>How many videos of a source every process can still read: what one has dropped, the others may never have asked for.</summary>
    public static int CountLeft(this Communicator job, ClipSource source)
    {
        using Tensor dropped = tensor([.. Enumerable.Range(0, source.Count).Select(video => source.IsDropped(video) ? 1L : 0)]);
        job.AllReduceSum(dropped);
        return dropped.data<long>().Count(processes => processes == 0);
    }

    /// <summary>The rows of all processes, one below the other, of which the own ones keep their gradient.</summary>
    /// <param name="job">The processes.</param>
    /// <param name="rows">[rows, ...], of the same shape everywhere.</param>
    /// <returns>[processes * rows, ...].</returns>
    public static Tensor GatherAround(this Communicator job, Tensor rows)
    {
        if (job.Size == 1)
            return rows;
        Tensor[] parts = job.AllGather(rows.detach().contiguous()).chunk(job.Size, 0);
        parts[job.Rank] = rows;
        return cat(parts, 0);
    }

    /// <summary>Gives every process the first one's networks and queues: what each has drawn for itself may differ in its last bits from machine to machine.</summary>
    public static void ShareState(this Communicator job, Objective objective)
    {
        if (job.Size == 1)
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach ((_, Tensor values) in objective.State)
        {
            Tensor whole = values.contiguous();   // the tensor itself where it lies so
            job.Broadcast(whole, 0);
            if (!values.is_contiguous())
                values.copy_(whole);
        }
    }

    /// <summary>Does a process's part of a job's work. A fault ends all processes, for the others would wait for this one without end.</summary>
    /// <remarks>A fault that all of them have found together is told by the first.</remarks>
    public static T EndingTogether<T>(this Communicator job, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CommunicatorException fault) when (fault.IsOfAll && job.Rank > 0)
        {
            job.Barrier();   // the first never comes, and ends this process
            throw;
        }
        catch (Exception exception) when (job.Size > 1)
        {
            if (exception is OperationCanceledException)
                job.Abort("it was stopped before there was anything to give", InterruptedExitCode);
            else
                job.Abort(exception.Message);
            throw;   // where the other processes are ended, and this one is not
        }
    }
}
