using System.Runtime.InteropServices;
using Cacl.Benchmarks.Train;
using Cacl.Learning;

namespace Cacl.Benchmarks.Gpu;

/// <summary>The most memory that a side has taken: on a GPU as its driver counts for all programs together, else as the kernel does for the side's process.</summary>
internal sealed unsafe partial class SideMemory
{
    private const string Driver = "libcuda.so.1";

    private readonly CudaContext? context;
    private double before;

    private SideMemory(CudaContext? context) => this.context = context;

    public static SideMemory Of(BenchmarkOptions options) => new(options.IsGpu ? new CudaContext(0) : null);

    /// <summary>Notes what others take, before a side begins.</summary>
    public void Begin() => before = context is null ? 0 : InUse(context);

    /// <summary>What a side has taken, in MB, while it still runs.</summary>
    /// <param name="process">Its number.</param>
    public double Megabytes(int process) => context is null ? Resident.Peak(process) : InUse(context) - before;

    private static double InUse(CudaContext context)
    {
        nuint free, total;
        context.MakeCurrent();
        if (cuMemGetInfo_v2(&free, &total) != 0)
            throw new BenchmarkException("CUDA's driver does not tell its memory.");
        return (double)(total - free) / (1 << 20);
    }

    [LibraryImport(Driver)]
    private static partial int cuMemGetInfo_v2(nuint* free, nuint* total);
}
