using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class SGD : OptimizerHelper, optim.IMomentum
{
    private readonly Options _defaults;

    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters, Options = new Options() }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}", nameof(lr));
        _defaults = new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
        foreach (ParamGroup group in parameters) add_param_group(group);
    }

    public double Momentum
    {
        get => _defaults.momentum!.Value;
        set
        {
            _defaults.momentum = value;
            foreach (Modules.ParamGroup group in _parameter_groups) ((ParamGroup)group).Momentum = value;
        }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var group = (ParamGroup)param_group;
        Options options = group.Options ??= new Options();
        options.LearningRate ??= _defaults.LearningRate;
        options.momentum ??= _defaults.momentum;
        options.dampening ??= _defaults.dampening;
        options.weight_decay ??= _defaults.weight_decay;
        options.nesterov ??= _defaults.nesterov;
        options.maximize ??= _defaults.maximize;
        Register(group, parameter => new State(parameter));
    }

    public override Tensor? step(Func<Tensor>? closure = null) => Step<ParamGroup>(closure, group =>
    {
        Options options = group.Options;
        var ready = Ready<State>(group);
        if (ready.Count == 0) return;
        double momentum = options.momentum!.Value, decay = options.weight_decay!.Value;
        Tensor[] parameters = [.. ready.Select(item => item.Parameter)];
        Tensor[] updates = [.. ready.Select(item => item.Gradient)];
        if (options.maximize!.Value) updates = Aten.foreach_neg.Many((Arg)updates);
        if (decay != 0) updates = Aten.foreach_add.Many(updates, parameters, decay);

        if (momentum != 0)
        {
            // A buffer starts as its first update; from then on b = momentum * b + (1 - dampening) * update.
            List<int> old = [.. Enumerable.Range(0, ready.Count).Where(i => ready[i].State.momentum_buffer is not null)];
            foreach (int i in Enumerable.Range(0, ready.Count).Except(old)) ready[i].State.momentum_buffer = updates[i].clone().DetachFromDisposeScope();
            if (old.Count > 0)
            {
                Tensor[] buffers = [.. old.Select(i => ready[i].State.momentum_buffer!)];
                Aten.foreach_mul_.Run(buffers, momentum);
                Aten.foreach_add_.Run(buffers, (Tensor[])[.. old.Select(i => updates[i])], 1 - options.dampening!.Value);
            }
            Tensor[] all = [.. ready.Select(item => item.State.momentum_buffer!)];
            updates = options.nesterov!.Value ? Aten.foreach_add.Many(updates, all, momentum) : all;
        }
        Aten.foreach_add_.Run(parameters, updates, -group.LearningRate);
    });

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            momentum = other.momentum;
            dampening = other.dampening;
            weight_decay = other.weight_decay;
            nesterov = other.nesterov;
            maximize = other.maximize;
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
        {
        }

        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
        }

        public override void SaveStateDict(BinaryWriter writer) => Write(writer, momentum_buffer);

        public override void LoadStateDict(BinaryReader reader)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = Read(reader);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = Copy(((State)source).momentum_buffer);
        }

        public void Dispose() => momentum_buffer?.Dispose();
    }
}
