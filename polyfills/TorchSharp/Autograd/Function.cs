using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        public abstract class Function<T>
            where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            public abstract string Name { get; }

            public static List<Tensor> apply_internal(params object[] vars)
            {
                bool[] isTensor = Array.ConvertAll(vars, argument => argument is Tensor { IsInvalid: false });
                Tensor[] inputs = [.. vars.Where((_, i) => isTensor[i]).Cast<Tensor>()];
                bool isRecorded = is_grad_enabled() && inputs.Any(input => input.requires_grad);
                var context = new AutogradContext();
                List<Tensor> outputs;
                using (no_grad()) outputs = s_instance.forward_internal(context, vars);
                return isRecorded
                    ? new FunctionNode(s_instance.Name, isTensor, context, s_instance.backward_internal).Bind(inputs, outputs)
                    : outputs;
            }

            internal abstract List<Tensor> forward_internal(AutogradContext ctx, object[] vars);

            internal abstract List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs);
        }
    }
}
