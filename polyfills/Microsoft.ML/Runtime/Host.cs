namespace Microsoft.ML.Runtime;

/// <summary>A component's view of its context: its name in the log, and random numbers of its own.</summary>
internal sealed class Host(MLContext context, string name, int? seed) : IHost
{
    public Random Rand { get; } = seed is { } value ? new Random(value) : new Random();

    public ComponentCatalog ComponentCatalog => context.ComponentCatalog;

    public string ContextDescription => name;

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public IHost Register(string name, int? seed = null, bool? verbose = null) => new Host(context, this.Name(name), seed ?? Rand.Next());

    public IChannel Start(string name) => new Channel(context, Name(name));

    public IPipe<TMessage> StartPipe<TMessage>(string name) => context.Pipe<TMessage>(Name(name));

    public IProgressChannel StartProgressChannel(string name) => new SilentProgressChannel();

    private string Name(string part) => $"{name}; {part}";
}
