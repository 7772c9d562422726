using Cacl.Learning;
using JobMember;
using TorchSharp;

// Arguments: what happens; to which rank, or -1 for none; the device whose tensors go over NCCL, or nothing.
int chosen = args.Length > 1 ? int.Parse(args[1]) : -1;
if (args[0] == "devices")
{
    try
    {
        Communicator.Join(args[2]);
        return 1;
    }
    catch (CommunicatorException fault)
    {
        Console.WriteLine($"devices: {fault.Message}");
        return 0;
    }
}

if (args[0] == "gpu-id")
{
    Console.WriteLine(CudaContext.IdOf(chosen));
    return 0;
}

Communicator job = Communicator.Join(args[0] == "gpu" ? "cuda" : null);
if (args.Length > 2)
    job = new NcclCommunicator(job, torch.device(args[2]));
Console.WriteLine($"rank {job.Rank} of {job.Size}");
if (args[0] == "collectives")
{
    Collectives.Say(job);
    Collectives.SayAfterLeaving(job);
    return 0;
}
if (args[0] == "norms")
{
    SharedNorms.Say(job);
    job.Dispose();
    return 0;
}

if (args[0] == "beside")
{
    Beside.Say(job);
    job.Dispose();
    return 0;
}

if (args[0] == "late")
{
    job.Dispose();
    job.Abort("too late", 7);
}

if (args[0] == "mismatch")
{
    Collectives.Mismatch(job);
    return 0;
}

job.Barrier();
if (job.Rank != chosen)
{
    // The others are in a call that the chosen rank never makes.
    Collectives.Wait(job);
    return 0;
}
switch (args[0])
{
    case "abort":
        job.Abort("the disk is full", 7);
        break;
    case "throw":
        throw new InvalidOperationException("thrown by the test");
    case "stop":
        return job.EndingTogether<int>(() => throw new OperationCanceledException());
    case "exit":
        Environment.Exit(5);
        break;
    case "leave":
        return 0;
    case "sleep":
        Console.WriteLine($"process {Environment.ProcessId}");
        Thread.Sleep(Timeout.Infinite);
        break;
}
return 1;
