using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType @short = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType @long = ScalarType.Int64;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType half = ScalarType.Float16;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType @double = ScalarType.Float64;

    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA => new(DeviceType.CUDA);

    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)cacl_version())!;

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current;

    public static DisposeScope NewDisposeScope() => new();

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    public static ScalarType get_default_dtype() => ScalarType.Float32;

    public static Device get_default_device() => CPU;

    public static bool is_floating_point(ScalarType type) => type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);

    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64 or ScalarType.Bool;

    public static bool is_grad_enabled() => cacl_grad_mode() != 0;

    public static bool is_inference_mode_enabled() => cacl_inference_mode() != 0;

    public static bool are_deterministic_algorithms_enabled() => cacl_deterministic() != 0;

    public static bool is_deterministic_algorithms_warn_only_enabled() => cacl_deterministic_warn_only() != 0;

    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false) => new DeterministicMode(mode, warn_only);

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static Generator manual_seed(long seed)
    {
        Check(cacl_manual_seed(seed));
        return Generator.Default;
    }

    public static long initial_seed() => Generator.Default.initial_seed();

    public static Tensor get_rng_state() => Generator.Default.get_state();

    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static int get_num_threads() => cacl_threads();

    public static void set_num_threads(int num) => Check(cacl_set_threads(num));

    public static int get_num_interop_threads() => cacl_interop_threads();

    public static void set_num_interop_threads(int num) => Check(cacl_set_interop_threads(num));

    public static bool cuda_is_available() => cacl_cuda_devices() > 0;

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long initial_seed() => torch.initial_seed();

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    public static class cuda
    {
        public static bool is_available() => cuda_is_available();

        public static bool is_cudnn_available() => cacl_cudnn() != 0;

        public static int device_count() => cacl_cuda_devices();

        public static void manual_seed(long seed) => torch.manual_seed(seed);

        public static void manual_seed_all(long seed) => torch.manual_seed(seed);

        public static void synchronize(Device? device = null) => Check(cacl_cuda_synchronize(device is null ? -1 : device.index));
    }

    public static class linalg
    {
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Aten.linalg_norm.Call(input, Arg.None, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Aten.linalg_norm.Call(input, ord, dims, keepdim);

        public static Tensor vector_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_vector_norm.Call(input, ord, dims, keepdim);
    }

    public static unsafe partial class autograd
    {
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            if (grad_outputs is not null && grad_outputs.Count != outputs.Count)
                throw new ArgumentException($"{grad_outputs.Count} gradients for {outputs.Count} outputs.", nameof(grad_outputs));
            nint[] from = Handles(outputs), to = Handles(inputs), seeds = Handles(grad_outputs ?? []), grads = new nint[inputs.Count];
            fixed (nint* first = from, second = to, third = seeds, fourth = grads)
                Check(cacl_autograd(first, from.Length, second, to.Length, grad_outputs is null ? null : third, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, fourth));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(grads, handle => handle == 0 ? null! : new Tensor(handle, 0));
        }

        private static nint[] Handles(IList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Handle)];
    }

    /// <summary>Gradient recording of this thread, put back when it ends.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        public GradMode(bool enabled) => cacl_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => cacl_set_grad_mode(_before ? 1 : 0);
    }

    /// <summary>The choice of operators of the whole process, put back when it ends.</summary>
    private sealed class DeterministicMode : IDisposable
    {
        private readonly (bool Mode, bool WarnOnly) _before = (are_deterministic_algorithms_enabled(), is_deterministic_algorithms_warn_only_enabled());

        public DeterministicMode(bool mode, bool warnOnly) => Set(mode, warnOnly);

        public void Dispose() => Set(_before.Mode, _before.WarnOnly);

        private static void Set(bool mode, bool warnOnly) => cacl_set_deterministic(mode ? 1 : 0, warnOnly ? 1 : 0);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = cacl_enter_inference_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0) cacl_leave_inference_mode(_guard);
            _guard = 0;
        }
    }
}
