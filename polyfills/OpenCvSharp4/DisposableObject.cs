using System.Runtime.InteropServices;

namespace OpenCvSharp;

public abstract class DisposableObject : IDisposable
{
    private int disposed;
    private GCHandle pinned;

    protected DisposableObject() { }

    ~DisposableObject() => Dispose(false);

    public bool IsDisposed
    {
        get => disposed != 0;
        protected set => disposed = value ? 1 : 0;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        if (disposing) DisposeManaged();
        DisposeUnmanaged();
        if (pinned.IsAllocated) pinned.Free();
    }

    protected virtual void DisposeManaged() { }
    protected virtual void DisposeUnmanaged() { }
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    /// <summary>Keeps an array in place until this object is disposed.</summary>
    private protected nint Pin(Array data)
    {
        pinned = GCHandle.Alloc(data, GCHandleType.Pinned);
        return pinned.AddrOfPinnedObject();
    }
}
