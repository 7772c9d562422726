using System.Runtime.InteropServices;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory of a contiguous tensor on the CPU. It is valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                TensorInfo info = Describe();
                if (info.DeviceType != (int)DeviceType.CPU) throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                if (info.IsContiguous == 0) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                return new Span<byte>(info.Data, checked((int)(info.Count * info.ItemBytes)));
            }

            set
            {
                TensorInfo info = Describe();
                if (value.Length != info.Count * info.ItemBytes)
                    throw new ArgumentException($"Mismatched data sizes: {value.Length} bytes for a tensor of {info.Count * info.ItemBytes}.");
                if (info.DeviceType == (int)DeviceType.CPU && info.IsContiguous != 0)
                {
                    value.CopyTo(bytes);
                    return;
                }
                using Tensor copy = Aten.empty.Call(shape, dtype);
                value.CopyTo(copy.bytes);
                using (no_grad()) copy_(copy);
            }
        }

        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType<T>();
            return new TensorAccessor<T>(this);
        }

        public unsafe T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("The tensor must contain a single element.");
            RequireType<T>();
            if (device_type == DeviceType.CPU)
            {
                T value = *(T*)Describe().Data;
                GC.KeepAlive(this);
                return value;
            }
            using Tensor near = cpu();
            return near.item<T>();
        }

        public T ReadCpuValue<T>(long i)
            where T : unmanaged
        {
            if (device_type != DeviceType.CPU) throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            return MemoryMarshal.Cast<byte, T>(bytes)[checked((int)i)];
        }

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public Scalar ToScalar() => Aten.item.Value(this);

        private void RequireType<T>()
            where T : unmanaged
        {
            if (TypeOf<T>() is { } type && type == dtype) return;
            throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
        }
    }

    internal static ScalarType? TypeOf<T>()
    {
        if (typeof(T) == typeof(float)) return ScalarType.Float32;
        if (typeof(T) == typeof(double)) return ScalarType.Float64;
        if (typeof(T) == typeof(long)) return ScalarType.Int64;
        if (typeof(T) == typeof(int)) return ScalarType.Int32;
        if (typeof(T) == typeof(short)) return ScalarType.Int16;
        if (typeof(T) == typeof(sbyte)) return ScalarType.Int8;
        if (typeof(T) == typeof(byte)) return ScalarType.Byte;
        if (typeof(T) == typeof(bool)) return ScalarType.Bool;
        if (typeof(T) == typeof(Half)) return ScalarType.Float16;
        return null;
    }
}
