using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Tf32(convolutions: false);
                    set => Tf32(convolutions: false, value);
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Tf32(convolutions: true);
                set => Tf32(convolutions: true, value);
            }
        }

        private static unsafe bool Tf32(bool convolutions, bool? set = null)
        {
            int allowed;
            Check(cacl_tf32(convolutions ? 1 : 0, set is { } value ? (value ? 1 : 0) : -1, &allowed));
            return allowed != 0;
        }
    }
}
