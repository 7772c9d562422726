using System.Runtime.InteropServices;
using static TorchSharp.Native.NativeMethods;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>C#'s side of a function in the graph, which holds it by a handle until the graph itself goes.</summary>
/// <param name="name">The function's name.</param>
/// <param name="isTensor">Which of its arguments are tensors.</param>
/// <param name="context">What the forward pass kept.</param>
/// <param name="backward">The gradients of all arguments, from those of all outputs.</param>
internal sealed unsafe class FunctionNode(string name, bool[] isTensor, autograd.AutogradContext context, Func<autograd.AutogradContext, List<Tensor>, List<Tensor>> backward)
{
    /// <summary>Puts the node into the graph, between inputs and outputs.</summary>
    public List<Tensor> Bind(Tensor[] inputs, List<Tensor> outputs)
    {
        List<Tensor> toSave = context.ToSave ?? [];
        nint[] from = Handles(inputs), to = Handles(outputs), kept = Handles(toSave);
        fixed (nint* first = from, second = to, third = kept)
        {
            nint node;
            Check(cacl_function(name, GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Run, &Forget, first, from.Length, second, to.Length, third, kept.Length, &node));
            (context.Node, context.SavedCount, context.ToSave) = (node, kept.Length, null);
        }
        GC.KeepAlive(inputs);
        GC.KeepAlive(outputs);
        GC.KeepAlive(toSave);
        return [.. to.Select(handle => new Tensor(handle, 0))];
    }

    private static nint[] Handles(IEnumerable<Tensor?> tensors) => [.. tensors.Select(tensor => tensor?.handle ?? 0)];

    // No exception may leave: it would end the process.
    [UnmanagedCallersOnly]
    private static int Run(nint owner, nint* grads, int gradCount, nint* results, int resultCount)
    {
        try
        {
            // Owned from here on, whatever happens.
            List<Tensor> given = [.. new ReadOnlySpan<nint>(grads, gradCount).ToArray().Select(handle => new Tensor(handle, 0))];
            ((FunctionNode)GCHandle.FromIntPtr(owner).Target!).Differentiate(given, new Span<nint>(results, resultCount));
            return 0;
        }
        catch (Exception e)
        {
            cacl_fail($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void Forget(nint owner)
    {
        GCHandle handle = GCHandle.FromIntPtr(owner);
        ((FunctionNode)handle.Target!).Leave();
        handle.Free();
    }

    private void Leave() => context.Node = 0;

    private void Differentiate(List<Tensor> given, Span<nint> results)
    {
        List<Tensor> gradients = backward(context, given);
        if (gradients.Count < isTensor.Length || gradients.Skip(isTensor.Length).Any(IsGiven))
            throw new NotImplementedException($"{name} has {isTensor.Length} arguments, and its backward gave {gradients.Count} gradients.");
        if (Enumerable.Range(0, isTensor.Length).FirstOrDefault(i => !isTensor[i] && IsGiven(gradients[i]), -1) is >= 0 and int wrong)
            throw new NotImplementedException($"{name}'s backward gave a gradient of argument {wrong + 1}, which is no tensor.");
        int next = 0;
        for (int i = 0; i < isTensor.Length; i++)
            if (isTensor[i]) results[next++] = IsGiven(gradients[i]) ? cacl_share(gradients[i].Handle) : 0;
        GC.KeepAlive(gradients);
    }

    private static bool IsGiven(Tensor? tensor) => tensor is { IsInvalid: false };
}
