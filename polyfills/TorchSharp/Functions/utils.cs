using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients so that all of them together have at most this norm; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using DisposeScope scope = NewDisposeScope();
                using var frozen = no_grad();
                Tensor[] gradients = [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
                if (gradients.Length == 0) return 0;
                Tensor[] norms = double.IsPositiveInfinity(norm_type)
                    ? Array.ConvertAll(gradients, gradient => gradient.abs().max())
                    : Aten.foreach_norm.Many(gradients, norm_type);
                Tensor total = double.IsPositiveInfinity(norm_type) ? stack(norms).max() : stack(norms).norm((float)norm_type);
                // In the tensor's precision, as in Python.
                double scale = ((Scalar)max_norm / (total + 1e-6)).ToDouble();
                if (scale < 1) Aten.foreach_mul_.Run(gradients, scale);
                return total.ToDouble();
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var frozen = no_grad();
                foreach (Parameter parameter in tensors)
                {
                    using Tensor? gradient = parameter.grad;
                    gradient?.clamp_(-clip_value, clip_value);
                }
            }
        }
    }
}
