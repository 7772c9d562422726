using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public unsafe class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            device ??= CPU;
            _handle = Create(device, shared: false);
            this.device = device;
            manual_seed((long)seed);
        }

        private Generator(Device device)
        {
            _handle = Create(device, shared: true);
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that operators use when none is given.</summary>
        public static Generator Default => new(CPU);

        public Device device { get; }

        public IntPtr Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            Check(cacl_generator_seed(Handle, 1, &seed));
            return this;
        }

        public long seed()
        {
            long seed;
            Check(cacl_generator_seed(Handle, 2, &seed));
            return seed;
        }

        public long initial_seed()
        {
            long seed;
            Check(cacl_generator_seed(Handle, 0, &seed));
            return seed;
        }

        public Tensor get_state()
        {
            nint state;
            Check(cacl_generator_state(Handle, 0, &state));
            return new Tensor(state, 0);
        }

        public void set_state(Tensor value)
        {
            Check(cacl_generator_state(Handle, value.Handle, null));
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0) cacl_free_generator(handle);
        }

        private static nint Create(Device device, bool shared)
        {
            nint handle;
            Check(cacl_generator((int)device.type, device.index, shared ? 1 : 0, &handle));
            return handle;
        }
    }
}
