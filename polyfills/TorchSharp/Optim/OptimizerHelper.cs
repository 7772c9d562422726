using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<nint, OptimizerState> _states = [];

    public OptimizerHelper()
        : base(0)
    {
    }

    /// <summary>The parameters that have a gradient now, with their gradients and states.</summary>
    private protected List<(Parameter Parameter, Tensor Gradient, TState State)> Ready<TState>(ParamGroup group)
        where TState : OptimizerState
    {
        List<(Parameter, Tensor, TState)> ready = [];
        foreach (Parameter parameter in group.Parameters)
            if (parameter.grad is { } gradient) ready.Add((parameter, gradient, (TState)_states[parameter.Handle]));
        return ready;
    }

    private protected void Register(ParamGroup group, Func<Parameter, OptimizerState> make)
    {
        group.Parameters = group.Parameters.ToList();
        group.Options.InitialLearningRate = group.Options.LearningRate!.Value;
        _parameter_groups.Add(group);
        foreach (Parameter parameter in group.Parameters)
        {
            OptimizerState state = make(parameter);
            state.Initialize(group.Options);
            if (!_states.TryAdd(parameter.Handle, state)) throw new ArgumentException("some parameters appear in more than one parameter group");
        }
    }

    private protected Tensor? Step<TGroup>(Func<Tensor>? closure, Action<TGroup> body)
        where TGroup : ParamGroup
    {
        Tensor? loss = null;
        using (no_grad())
        {
            if (closure is not null)
                using (enable_grad()) loss = closure();
            using DisposeScope scope = NewDisposeScope();
            foreach (ParamGroup group in _parameter_groups) body((TGroup)group);
        }
        return loss;
    }

    public virtual optim.Optimizer.StateDictionary state_dict() =>
        new([.. _parameter_groups.Select(group => group.Options)], [.. parameters().Select(parameter => _states[parameter.Handle])]);

    public virtual void load_state_dict(optim.Optimizer.StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
            throw new ArgumentException($"The state is of {state_dict.Options.Count} groups with {state_dict.State.Count} parameters; this optimizer has {own.Options.Count} with {own.State.Count}.", nameof(state_dict));
        for (int i = 0; i < own.Options.Count; i++) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (int i = 0; i < own.State.Count; i++) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Write(own.Options.Count);
        writer.Write(own.State.Count);
        foreach (OptimizerOptions options in own.Options) options.SaveStateDict(writer);
        foreach (OptimizerState state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var own = state_dict();
        string name = reader.ReadString();
        int options = reader.ReadInt32(), states = reader.ReadInt32();
        if (name != GetType().Name || options != own.Options.Count || states != own.State.Count)
            throw new InvalidDataException($"The state is of {name} with {options} groups and {states} parameters; this is {GetType().Name} with {own.Options.Count} and {own.State.Count}.");
        foreach (OptimizerOptions each in own.Options) each.LoadStateDict(reader);
        foreach (OptimizerState each in own.State) each.LoadStateDict(reader);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (OptimizerState state in _states.Values) (state as IDisposable)?.Dispose();
        _states.Clear();
        base.Dispose(disposing);
    }
}
