namespace TorchSharp;

public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScope? t_current;

    [ThreadStatic]
    private static ThreadDisposeScopeStatistics? t_statistics;

    public static ThreadDisposeScopeStatistics Statistics => t_statistics ??= new ThreadDisposeScopeStatistics();

    /// <summary>The innermost open scope of this thread.</summary>
    internal static DisposeScope? Current
    {
        get => t_current;
        set => t_current = value;
    }
}
