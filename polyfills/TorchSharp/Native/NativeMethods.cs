using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What a tensor says about itself; the layout is that of cacl_torch.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public long* Sizes;
    public long* Strides;
    public void* Data;
    public long Count;
    public long Offset;
    public long ItemBytes;
    public int Dimensions;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int RequiresGrad;
    public int IsLeaf;
    public int IsContiguous;
    public int Layout;

    public readonly long[] Shape => new ReadOnlySpan<long>(Sizes, Dimensions).ToArray();
}

internal static unsafe partial class NativeMethods
{
    private const string Library = "cacl_torch";

    /// <summary>Throws what the last native call of this thread left, as the package does: a bare ExternalException.</summary>
    public static void Check(int status)
    {
        if (status != 0) Throw();
    }

    private static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8((nint)cacl_error()));

    [LibraryImport(Library)]
    public static partial byte* cacl_error();

    [LibraryImport(Library)]
    public static partial byte* cacl_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int cacl_resolve(string name, string overload, nint* result);

    [LibraryImport(Library)]
    public static partial int cacl_call(nint op, NativeArg* args, int argCount, Result* results, int room, int* count);

    [LibraryImport(Library)]
    public static partial void cacl_take(Result* results);

    [LibraryImport(Library)]
    public static partial void cacl_free(nint tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int cacl_describe(nint tensor, TensorInfo* info);

    [LibraryImport(Library)]
    public static partial int cacl_get_grad(nint tensor, nint* grad);

    [LibraryImport(Library)]
    public static partial int cacl_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    public static partial int cacl_autograd(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradOutputs,
        int keep, int create, int allowUnused, nint* grads);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void cacl_fail(string reason);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int cacl_function(string name, nint owner, delegate* unmanaged<nint, nint*, int, nint*, int, int> backward,
        delegate* unmanaged<nint, void> forget, nint* inputs, int inputCount, nint* outputs, int outputCount, nint* saved, int savedCount, nint* node);

    [LibraryImport(Library)]
    public static partial int cacl_function_saved(nint node, nint* tensors);

    [LibraryImport(Library)]
    public static partial nint cacl_share(nint tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int cacl_grad_mode();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void cacl_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    public static partial int cacl_deterministic();

    [LibraryImport(Library)]
    public static partial int cacl_deterministic_warn_only();

    [LibraryImport(Library)]
    public static partial void cacl_set_deterministic(int enabled, int warnOnly);

    [LibraryImport(Library)]
    public static partial int cacl_tf32(int convolutions, int set, int* allowed);

    [LibraryImport(Library)]
    public static partial int cacl_inference_mode();

    [LibraryImport(Library)]
    public static partial nint cacl_enter_inference_mode(int enabled);

    [LibraryImport(Library)]
    public static partial void cacl_leave_inference_mode(nint guard);

    [LibraryImport(Library)]
    public static partial int cacl_threads();

    [LibraryImport(Library)]
    public static partial int cacl_interop_threads();

    [LibraryImport(Library)]
    public static partial int cacl_set_threads(int count);

    [LibraryImport(Library)]
    public static partial int cacl_set_interop_threads(int count);

    [LibraryImport(Library)]
    public static partial int cacl_cuda_devices();

    [LibraryImport(Library)]
    public static partial int cacl_cudnn();

    [LibraryImport(Library)]
    public static partial int cacl_cuda_synchronize(long index);

    [LibraryImport(Library)]
    public static partial int cacl_manual_seed(long seed);

    [LibraryImport(Library)]
    public static partial int cacl_generator(int deviceType, int deviceIndex, int shared, nint* result);

    [LibraryImport(Library)]
    public static partial void cacl_free_generator(nint generator);

    [LibraryImport(Library)]
    public static partial int cacl_generator_seed(nint generator, int set, long* seed);

    [LibraryImport(Library)]
    public static partial int cacl_generator_state(nint generator, nint set, nint* get);
}
