namespace TorchSharp;

public static partial class torch
{
    public abstract class Storage
    {
        private readonly Tensor _source;

        protected Storage(Tensor tensor)
        {
            _source = tensor;
        }

        public abstract int element_size();

        /// <summary>Where the storage begins, on whichever device; the tensor may begin behind it.</summary>
        protected IntPtr data_ptr() => _source.StorageAddress;
    }
}
