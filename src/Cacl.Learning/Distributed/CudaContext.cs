using System.Runtime.InteropServices;

namespace Cacl.Learning;

/// <summary>What of CUDA's driver TorchSharp does not have: to make a GPU the current one of a thread, which NCCL takes, and what a GPU is.</summary>
internal sealed unsafe partial class CudaContext
{
    // What the driver's functions are declared to lie in; where they do hangs on the platform.
    private const string Name = "CUDA's driver";

    private readonly nint context;

    static CudaContext() => NativeLibrary.SetDllImportResolver(
        typeof(CudaContext).Assembly,
        (name, assembly, paths) => name == Name ? NativeLibrary.Load(LibraryOn(OperatingSystem.IsWindows()), assembly, paths) : 0);

    /// <summary>Takes the context that libtorch itself uses on a GPU.</summary>
    /// <param name="index">The number of the GPU among those that this process sees.</param>
    public CudaContext(int index)
    {
        int device;
        nint primary;
        Check(cuInit(0), nameof(cuInit));
        Check(cuDeviceGet(&device, index), nameof(cuDeviceGet));
        Check(cuDevicePrimaryCtxRetain(&primary, device), nameof(cuDevicePrimaryCtxRetain));
        context = primary;
    }

    /// <summary>The name of the driver's library.</summary>
    public static string LibraryOn(bool isWindows) => isWindows ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>How many GPUs this process sees; 0 where there is no driver.</summary>
    public static int DeviceCount()
    {
        int count;
        return NativeLibrary.TryLoad(LibraryOn(OperatingSystem.IsWindows()), typeof(CudaContext).Assembly, null, out _) && cuInit(0) == 0 && cuDeviceGetCount(&count) == 0 ? count : 0;
    }

    /// <summary>What a GPU is known by in all processes and on all machines, however each numbers them.</summary>
    public static string IdOf(int index)
    {
        int device;
        Guid id;
        Check(cuInit(0), nameof(cuInit));
        Check(cuDeviceGet(&device, index), nameof(cuDeviceGet));
        Check(cuDeviceGetUuid(&id, device), nameof(cuDeviceGetUuid));
        return $"GPU-{new Guid(new ReadOnlySpan<byte>(&id, sizeof(Guid)), bigEndian: true)}";
    }

    /// <summary>The generation of a GPU: 8.0 is Ampere, 9.0 Hopper.</summary>
    /// <param name="index">The number of the GPU among those that this process sees.</param>
    public static (int Major, int Minor) ComputeCapability(int index)
    {
        const int major = 75, minor = 76;   // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_...
        int device, majorFound, minorFound;
        Check(cuInit(0), nameof(cuInit));
        Check(cuDeviceGet(&device, index), nameof(cuDeviceGet));
        Check(cuDeviceGetAttribute(&majorFound, major, device), nameof(cuDeviceGetAttribute));
        Check(cuDeviceGetAttribute(&minorFound, minor, device), nameof(cuDeviceGetAttribute));
        return (majorFound, minorFound);
    }

    /// <summary>Makes the GPU the current one of this thread.</summary>
    public void MakeCurrent() => Check(cuCtxSetCurrent(context), nameof(cuCtxSetCurrent));

    private static void Check(int result, string call)
    {
        if (result != 0)
            throw new CommunicatorException($"{call} of CUDA's driver failed with code {result}.");
    }

    [LibraryImport(Name)]
    private static partial int cuInit(uint flags);

    [LibraryImport(Name)]
    private static partial int cuDeviceGetCount(int* count);

    [LibraryImport(Name)]
    private static partial int cuDeviceGet(int* device, int index);

    [LibraryImport(Name)]
    private static partial int cuDeviceGetUuid(Guid* id, int device);   // 16 bytes

    [LibraryImport(Name)]
    private static partial int cuDeviceGetAttribute(int* value, int attribute, int device);

    [LibraryImport(Name)]
    private static partial int cuDevicePrimaryCtxRetain(nint* context, int device);

    [LibraryImport(Name)]
    private static partial int cuCtxSetCurrent(nint context);
}
