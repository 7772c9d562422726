using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp.Native;

/// <summary>An aten operator, found by name once, when it is first called.</summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private nint _handle;

    /// <summary>Whether this libtorch has the operator.</summary>
    public bool Exists
    {
        get
        {
            nint handle;
            if (_handle == 0 && cacl_resolve("aten::" + name, overload, &handle) == 0) _handle = handle;
            return _handle != 0;
        }
    }

    /// <summary>Calls an operator that returns one tensor.</summary>
    public torch.Tensor Call(params ReadOnlySpan<Arg> args)
    {
        Result result;
        int count;
        Invoke(args, &result, 1, &count);
        if (count != 1 || result.Tag != Tag.Tensor) throw new InvalidOperationException($"{name} returned {count} values, not one tensor.");
        return new torch.Tensor((nint)result.Value, result.Bytes);
    }

    /// <summary>Calls an operator for its effect; what it returns is dropped.</summary>
    public void Run(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0, null);

    /// <summary>Calls an operator that changes <paramref name="self"/> and returns it.</summary>
    public torch.Tensor InPlace(torch.Tensor self, params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0, null);
        return self;
    }

    public (torch.Tensor, torch.Tensor) Pair(params ReadOnlySpan<Arg> args)
    {
        Result* results = stackalloc Result[2];
        int count;
        Invoke(args, results, 2, &count);
        return (new torch.Tensor((nint)results[0].Value, results[0].Bytes), new torch.Tensor((nint)results[1].Value, results[1].Bytes));
    }

    /// <summary>Calls an operator that returns several tensors, or a list of them.</summary>
    public torch.Tensor[] Many(params ReadOnlySpan<Arg> args)
    {
        int count;
        Invoke(args, null, 0, &count);
        var results = new Result[count];
        fixed (Result* first = results) cacl_take(first);
        return Array.ConvertAll(results, result => new torch.Tensor((nint)result.Value, result.Bytes));
    }

    /// <summary>Calls an operator that returns a number or a truth value.</summary>
    public Scalar Value(params ReadOnlySpan<Arg> args)
    {
        Result result;
        int count;
        Invoke(args, &result, 1, &count);
        return result.Tag switch
        {
            Tag.Bool => result.Value != 0,
            Tag.Int => result.Value,
            Tag.Double => BitConverter.Int64BitsToDouble(result.Value),
            _ => throw new InvalidOperationException($"{name} returned a {result.Tag}, not a number."),
        };
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Arg> args, Result* results, int room, int* count)
    {
        if (_handle == 0) Resolve();

        // Lists are copied beside the arguments, so that nothing has to be pinned.
        const int NearWords = 64;
        int words = 0;
        foreach (ref readonly Arg arg in args)
            if (arg.Tag >= Tag.Ints) words += Words(arg);
        long* near = stackalloc long[NearWords];
        long[]? far = words > NearWords ? new long[words] : null;

        fixed (long* pinned = far)
        {
            long* space = far is null ? near : pinned;
            NativeArg* native = stackalloc NativeArg[args.Length];
            for (int i = 0; i < args.Length; i++)
            {
                ref readonly Arg arg = ref args[i];
                native[i].Tag = arg.Tag;
                native[i].Value = arg.Tag == Tag.Tensor ? Unsafe.As<torch.Tensor>(arg.Reference!).Handle : arg.Bits;
                if (arg.Tag >= Tag.Ints) space += Copy(arg, ref native[i], space);
            }
            int status = cacl_call(_handle, native, args.Length, results, room, count);
            foreach (ref readonly Arg arg in args) GC.KeepAlive(arg.Reference);
            Check(status);
        }
    }

    private static int Words(in Arg arg) => arg.Tag switch
    {
        Tag.Ints or Tag.Doubles or Tag.Tensors => (int)arg.Bits,
        Tag.Text => (Encoding.UTF8.GetByteCount((string)arg.Reference!) + 7) / 8,
        _ => 0,
    };

    private static int Copy(in Arg arg, ref NativeArg native, long* space)
    {
        native.Value = (nint)space;
        switch (arg.Tag)
        {
            case Tag.Ints:
                var ints = (long[])arg.Reference!;
                ints.CopyTo(new Span<long>(space, ints.Length));
                return native.Count = ints.Length;
            case Tag.Doubles:
                var doubles = (double[])arg.Reference!;
                doubles.CopyTo(new Span<double>(space, doubles.Length));
                return native.Count = doubles.Length;
            case Tag.Tensors:
                var tensors = (torch.Tensor?[])arg.Reference!;
                for (int i = 0; i < tensors.Length; i++) space[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
                return native.Count = tensors.Length;
            case Tag.Text:
                var text = (string)arg.Reference!;
                native.Count = Encoding.UTF8.GetByteCount(text);
                Encoding.UTF8.GetBytes(text, new Span<byte>(space, native.Count));
                return (native.Count + 7) / 8;
            case Tag.Device:
                var device = (torch.Device)arg.Reference!;
                native.Value = (long)device.type;
                native.Count = device.index;
                return 0;
            case Tag.Generator:
                native.Value = ((torch.Generator)arg.Reference!).Handle;
                return 0;
            default:
                return 0;
        }
    }

    private void Resolve()
    {
        nint handle;
        Check(cacl_resolve("aten::" + name, overload, &handle));
        _handle = handle;
    }
}
