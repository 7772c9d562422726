namespace TorchSharp;

/// <summary>Disposes, when it ends, the tensors that were made in it on its thread and that did not leave it by name.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScope? _outer;
    private HashSet<IDisposable> _held = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope()
    {
        _outer = DisposeScopeManager.Current;
        DisposeScopeManager.Current = this;
    }

    public IReadOnlyList<IDisposable> DisposablesView => [.. _held];

    public int DisposablesCount => _held.Count;

    public bool Contains(IDisposable disposable) => _held.Contains(disposable);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        MoveToOuter([disposable]);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        MoveToOuter([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        MoveToOuter([first, second, third]);
        return (first, second, third);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(_outer, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(_outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        MoveToOther(scope, [disposable]);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            if (!_held.Remove(disposable)) continue;
            if (scope is null) DisposeScopeManager.Statistics.DetachedFromScopeCount++;
            Own(disposable, scope);
        }
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        Detach([first, second]);
        return (first, second);
    }

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    public void Attach(IDisposable disposable) => Attach([disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        List<IDisposable> attached = [];
        foreach (IDisposable disposable in disposables)
        {
            if (disposable is torch.Tensor { OwningDisposeScope: { } owner }) owner._held.Remove(disposable);
            Own(disposable, this);
            attached.Add(disposable);
        }
        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        HashSet<IDisposable> held = _held;
        _held = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in held)
        {
            if (_held.Contains(disposable)) continue;
            // The tensor must not call back into a set that is being walked.
            if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = null;
            DisposeScopeManager.Statistics.DisposedInScopeCount++;
            disposable.Dispose();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        DisposeScopeManager.Statistics.DisposedInScopeCount++;
        _held.Remove(disposable);
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = null;
    }

    public void Dispose()
    {
        DisposeEverything();
        if (DisposeScopeManager.Current == this) DisposeScopeManager.Current = _outer;
    }

    internal void Add(torch.Tensor tensor) => _held.Add(tensor);

    internal void Forget(torch.Tensor tensor) => _held.Remove(tensor);

    private static void Own(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = scope;
        scope?._held.Add(disposable);
    }
}
