using System.Runtime.InteropServices;

namespace Cacl.Learning;

/// <summary>The functions of NCCL that a communicator needs.</summary>
internal static unsafe partial class NcclLibrary
{
    public const string Name = "libnccl.so.2";

    /// <summary>The datatype of plain bytes, ncclUint8.</summary>
    public const int Bytes = 1;

    public const int Int64 = 4;
    public const int Float32 = 7;
    public const int Float64 = 8;

    public const int Sum = 0;

    private const int Success = 0;

    /// <summary>2.14, the first whose ncclCommDestroy completes what is queued; the cause of an error is told since 2.13.</summary>
    private const int OldestVersion = 21400;

    /// <summary>Makes sure that the library is there and new enough.</summary>
    /// <exception cref="CommunicatorException">It is not.</exception>
    public static void Require()
    {
        if (!NativeLibrary.TryLoad(Name, typeof(NcclLibrary).Assembly, null, out _))
            throw new CommunicatorException($"The processes of this job compute on GPUs, and NCCL's library {Name} can't be loaded on {Environment.MachineName}. Install NCCL (NVIDIA's package libnccl2) on every machine of the job.");
        int version;
        Check(ncclGetVersion(&version), nameof(ncclGetVersion));
        if (version < OldestVersion)
            throw new CommunicatorException($"The NCCL of {Environment.MachineName} has version code {version}; it must be 2.14 ({OldestVersion}) or later.");
    }

    /// <summary>Throws what the library says of a result.</summary>
    public static void Check(int result, string call, nint communicator = 0)
    {
        if (result == Success)
            return;
        string kind = Text(ncclGetErrorString(result)), cause = Text(ncclGetLastError(communicator));
        throw new CommunicatorException($"{call} failed with code {result}: {kind}.{(cause.Length == 0 ? "" : $" NCCL's last message: {cause}")}");

        static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
    }

    [LibraryImport(Name)]
    public static partial int ncclGetUniqueId(UniqueId* id);

    [LibraryImport(Name)]
    public static partial int ncclCommInitRank(nint* communicator, int size, UniqueId id, int rank);

    [LibraryImport(Name)]
    public static partial int ncclCommDestroy(nint communicator);

    [LibraryImport(Name)]
    public static partial int ncclCommAbort(nint communicator);

    [LibraryImport(Name)]
    public static partial int ncclCommGetAsyncError(nint communicator, int* result);

    [LibraryImport(Name)]
    public static partial int ncclAllReduce(nint send, nint receive, nuint count, int type, int operation, nint communicator, nint stream);

    [LibraryImport(Name)]
    public static partial int ncclBroadcast(nint send, nint receive, nuint count, int type, int root, nint communicator, nint stream);

    [LibraryImport(Name)]
    public static partial int ncclAllGather(nint send, nint receive, nuint count, int type, nint communicator, nint stream);

    [LibraryImport(Name)]
    private static partial int ncclGetVersion(int* version);

    [LibraryImport(Name)]
    private static partial byte* ncclGetErrorString(int result);

    [LibraryImport(Name)]
    private static partial byte* ncclGetLastError(nint communicator);

    /// <summary>What the processes of one communicator know each other by.</summary>
    public struct UniqueId
    {
        public const int Length = 128;

        public fixed byte Value[Length];
    }
}
