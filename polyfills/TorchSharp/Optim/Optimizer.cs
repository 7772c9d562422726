using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            protected Optimizer(IntPtr handle)
            {
                if (handle != 0) throw new NotSupportedException("Optimizer(IntPtr): there are no native optimisers here.");
            }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            public virtual void zero_grad()
            {
                using DisposeScope scope = NewDisposeScope();
                using var frozen = no_grad();
                Tensor[] gradients = [.. parameters().Select(parameter => parameter.grad).OfType<Tensor>()];
                if (gradients.Length > 0) Native.Aten.foreach_zero_.Run(gradients);
            }

            public virtual Tensor? step(Func<Tensor>? closure = null) => throw new NotImplementedException();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            public sealed class StateDictionary
            {
                internal StateDictionary(List<OptimizerOptions> options, List<OptimizerState> state)
                {
                    Options = options;
                    State = state;
                }

                public List<OptimizerOptions> Options { get; }

                public List<OptimizerState> State { get; }
            }
        }
    }
}
