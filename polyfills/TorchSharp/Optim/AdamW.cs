using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class AdamW : OptimizerHelper, optim.IBetas
{
    private readonly Options _defaults;

    public AdamW(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters, Options = new Options() }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}", nameof(lr));
        _defaults = new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
        foreach (ParamGroup group in parameters) add_param_group(group);
    }

    public (double, double) Betas
    {
        get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
        set
        {
            (_defaults.beta1, _defaults.beta2) = value;
            foreach (Modules.ParamGroup group in _parameter_groups) ((ParamGroup)group).Betas = value;
        }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var group = (ParamGroup)param_group;
        Options options = group.Options ??= new Options();
        options.LearningRate ??= _defaults.LearningRate;
        options.beta1 ??= _defaults.beta1;
        options.beta2 ??= _defaults.beta2;
        options.eps ??= _defaults.eps;
        options.weight_decay ??= _defaults.weight_decay;
        options.amsgrad ??= _defaults.amsgrad;
        options.maximize ??= _defaults.maximize;
        Register(group, parameter => new State(parameter));
    }

    public override Tensor? step(Func<Tensor>? closure = null) => Step<ParamGroup>(closure, group =>
    {
        // Parameters that took part in as many steps share their bias corrections.
        foreach (var peers in Ready<State>(group).GroupBy(item => item.State.step)) Update(group, [.. peers], peers.Key + 1);
    });

    private static void Update(ParamGroup group, (Parameter Parameter, Tensor Gradient, State State)[] ready, long step)
    {
        Options options = group.Options;
        double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value, decay = options.weight_decay!.Value;
        Tensor[] parameters = Array.ConvertAll(ready, Tensor (item) => item.Parameter);
        Tensor[] gradients = Array.ConvertAll(ready, item => item.Gradient);
        Tensor[] means = Array.ConvertAll(ready, item => item.State.exp_avg);
        Tensor[] squares = Array.ConvertAll(ready, item => item.State.exp_avg_sq);
        foreach (var item in ready) item.State.step = step;

        if (options.maximize!.Value) gradients = Aten.foreach_neg.Many((Arg)gradients);
        if (decay != 0) Aten.foreach_mul_.Run(parameters, 1 - (group.LearningRate * decay));

        // m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2
        Aten.foreach_mul_.Run(means, beta1);
        Aten.foreach_add_.Run(means, gradients, 1 - beta1);
        Aten.foreach_mul_.Run(squares, beta2);
        Aten.foreach_addcmul_.Run(squares, gradients, gradients, 1 - beta2);
        if (options.amsgrad!.Value)
        {
            Tensor[] highest = Array.ConvertAll(ready, item => item.State.max_exp_avg_sq!);
            for (int i = 0; i < highest.Length; i++) highest[i].copy_(highest[i].maximum(squares[i]));
            squares = highest;
        }

        // p = p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
        Tensor[] denominators = Aten.foreach_sqrt.Many((Arg)squares);
        Aten.foreach_div_.Run(denominators, Math.Sqrt(1 - Math.Pow(beta2, step)));
        Aten.foreach_add_scalar_.Run(denominators, options.eps!.Value);
        Aten.foreach_addcdiv_.Run(parameters, means, denominators, -(group.LearningRate / (1 - Math.Pow(beta1, step))));
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            beta1 = other.beta1;
            beta2 = other.beta2;
            eps = other.eps;
            weight_decay = other.weight_decay;
            amsgrad = other.amsgrad;
            maximize = other.maximize;
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
            exp_avg = Zeros();
            exp_avg_sq = Zeros();
            if (((Options)options).amsgrad == true) max_exp_avg_sq = Zeros();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            Write(writer, exp_avg);
            Write(writer, exp_avg_sq);
            Write(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            Dispose();
            step = reader.ReadInt64();
            exp_avg = Read(reader)!;
            exp_avg_sq = Read(reader)!;
            max_exp_avg_sq = Read(reader);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            Dispose();
            var other = (State)source;
            step = other.step;
            exp_avg = Copy(other.exp_avg)!;
            exp_avg_sq = Copy(other.exp_avg_sq)!;
            max_exp_avg_sq = Copy(other.max_exp_avg_sq);
        }

        public void Dispose()
        {
            exp_avg.Dispose();
            exp_avg_sq.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
