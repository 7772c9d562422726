using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor : IDisposable
    {
        private static long s_total;
        private static long s_peak;

        internal nint handle;
        private long _bytes;

        internal Tensor(nint handle, long bytes)
        {
            this.handle = handle;
            if (bytes >= NativeMemory.Smallest)
            {
                _bytes = bytes;
                NativeMemory.Add(bytes);
            }
            long total = Interlocked.Increment(ref s_total);
            if (total > s_peak) s_peak = total;
            if (DisposeScopeManager.Current is { } scope)
            {
                OwningDisposeScope = scope;
                scope.Add(this);
                DisposeScopeManager.Statistics.CreatedInScopeCount++;
            }
            else
            {
                DisposeScopeManager.Statistics.CreatedOutsideScopeCount++;
            }
        }

        /// <summary>Takes over the handle and the scope of <paramref name="source"/>, which becomes invalid.</summary>
        private protected Tensor(Tensor source)
        {
            handle = source.Handle;
            _bytes = source._bytes;
            OwningDisposeScope = source.OwningDisposeScope;
            source._bytes = 0;
            source.handle = 0;
            if (OwningDisposeScope is { } scope)
            {
                scope.Attach(this);
                scope.Forget(source);
                source.OwningDisposeScope = null;
            }
            GC.SuppressFinalize(source);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => s_total;

        public static long PeakCount => s_peak;

        public IntPtr Handle => handle != 0 ? handle : ThrowInvalid();

        public bool IsInvalid => handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        public unsafe long[] shape
        {
            get
            {
                long[] sizes = Describe().Shape;
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long ndim => Describe().Dimensions;

        public long Dimensions => ndim;

        public long NumberOfElements => Describe().Count;

        public long ElementSize => Describe().ItemBytes;

        public ScalarType dtype => (ScalarType)Describe().ScalarType;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        public int device_index => Describe().DeviceIndex;

        public Device device
        {
            get
            {
                TensorInfo info = Describe();
                return info.DeviceType == (int)DeviceType.CPU ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_sparse => Describe().Layout != 0;

        public bool is_leaf => Describe().IsLeaf != 0;

        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set => Aten.requires_grad_.Run(this, value);
        }

        public unsafe Tensor? grad
        {
            get
            {
                nint result;
                Check(cacl_get_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result, 0);
            }
            set
            {
                Check(cacl_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Describe().IsContiguous != 0;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_pinned() => Aten.is_pinned.Value(this).ToBoolean();

        public long dim() => ndim;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long storage_offset() => Describe().Offset;

        internal unsafe IntPtr StorageAddress
        {
            get
            {
                TensorInfo info = Describe();
                return info.Data == null ? 0 : (nint)info.Data - (nint)(info.Offset * info.ItemBytes);
            }
        }

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            TensorInfo info = Describe();
            int at = dim < 0 ? dim + info.Dimensions : dim;
            if (at < 0 || at >= info.Dimensions)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {info.Dimensions} dimensions.");
            long length = info.Sizes[at];
            GC.KeepAlive(this);
            return length;
        }

        public unsafe long[] stride()
        {
            TensorInfo info = Describe();
            long[] strides = new ReadOnlySpan<long>(info.Strides, info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)ndim : dim];

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Aten.retain_grad.Run(this);

        public void backward() => Aten.backward.Run(this, Array.Empty<Tensor>(), Arg.None, Arg.None, false);

        public void backward(IList<Tensor>? grad_tensors = null, bool create_graph = false, bool retain_graph = false, IList<Tensor>? inputs = null)
        {
            if (grad_tensors is { Count: > 1 })
                throw new ArgumentException("A single tensor takes a single gradient.", nameof(grad_tensors));
            Aten.backward.Run(this, (inputs ?? []).ToArray(), grad_tensors is { Count: 1 } ? grad_tensors[0] : null, retain_graph || create_graph, create_graph);
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (other is null) OwningDisposeScope?.Detach(this);
            else if (OwningDisposeScope is { } owner) owner.MoveToOther(other, this);
            else other.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public bool Equals(Tensor? target) => target is not null && Aten.equal.Value(this, target).ToBoolean();

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        public override string ToString()
        {
            if (IsInvalid) return "[disposed]";
            string about = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            return ndim == 0 && device_type != DeviceType.META
                ? about + ", value = " + this.ToScalar().AsDouble.ToString("g6", CultureInfo.InvariantCulture)
                : about;
        }

        public void Dispose()
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint owned = Interlocked.Exchange(ref handle, 0);
            if (owned == 0) return;
            cacl_free(owned);
            Interlocked.Decrement(ref s_total);
            if (_bytes > 0) NativeMemory.Remove(_bytes);
        }

        /// <summary>All that a tensor says about itself, in one native call.</summary>
        internal unsafe TensorInfo Describe()
        {
            TensorInfo info;
            Check(cacl_describe(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }

        private static nint ThrowInvalid() => throw new InvalidOperationException("Tensor invalid -- empty handle.");
    }
}
