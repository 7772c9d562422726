using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    private protected static void Write(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is null) return;
        using Tensor near = tensor.cpu().contiguous();
        writer.Write((sbyte)near.dtype);
        writer.Write(near.shape.Length);
        foreach (long length in near.shape) writer.Write(length);
        writer.Write(near.bytes);
    }

    private protected Tensor? Read(BinaryReader reader)
    {
        if (!reader.ReadBoolean()) return null;
        var type = (ScalarType)reader.ReadSByte();
        long[] shape = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt64())];
        Tensor near = Aten.empty.Call(shape, type);
        reader.BaseStream.ReadExactly(near.bytes);
        return near.to(_parameter.device, disposeAfter: true).DetachFromDisposeScope();
    }

    private protected static Tensor? Copy(Tensor? source) => source?.clone().DetachFromDisposeScope();
}
