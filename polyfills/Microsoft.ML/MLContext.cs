using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironment
{
    private readonly Dictionary<string, object> settings = [];
    private readonly Random seeds;

    public MLContext(int? seed = null)
    {
        Seed = seed;
        seeds = seed is { } value ? new Random(value) : new Random();
        Data = new DataOperationsCatalog(this);
        Transforms = new TransformsCatalog(this);
        MulticlassClassification = new MulticlassClassificationCatalog(this);
        Model = new ModelOperationsCatalog(this);
    }

    public event EventHandler<LoggingEventArgs> Log;

    public DataOperationsCatalog Data { get; }

    public TransformsCatalog Transforms { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public ModelOperationsCatalog Model { get; }

    public ComponentCatalog ComponentCatalog { get; } = new();

    public string TempFilePath { get; set; } = Path.GetTempPath();

    public bool FallbackToCpu { get; set; } = true;

    public int? GpuDeviceId { get; set; }

    internal int? Seed { get; }

    string IExceptionContext.ContextDescription => "MLContext";

    public void SetOption<T>(string name, T value)
    {
        lock (settings) settings[name] = value;
    }

    public bool TryAddOption<T>(string name, T value)
    {
        lock (settings) return settings.TryAdd(name, value);
    }

    public bool TryGetOption<T>(string name, out T value)
    {
        lock (settings)
        {
            bool found = settings.TryGetValue(name, out object kept);
            value = found ? (T)kept : default;
            return found;
        }
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T value) ? value : default;

    public bool RemoveOption(string name)
    {
        lock (settings) return settings.Remove(name);
    }

    TException IExceptionContext.Process<TException>(TException ex) => ex;

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose)
    {
        lock (seeds) return new Host(this, name, seed ?? seeds.Next());
    }

    IChannel IChannelProvider.Start(string name) => new Channel(this, name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => Pipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => new SilentProgressChannel();

    internal IPipe<TMessage> Pipe<TMessage>(string name) =>
        new Channel(this, name) as IPipe<TMessage> ?? throw Unserved.Member($"StartPipe<{typeof(TMessage).Name}>");

    internal void Raise(string source, ChannelMessage message) =>
        Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
}
