using System.Runtime.InteropServices;

namespace OpenCvSharp;

public abstract class CvObject : DisposableObject
{
    private OpenCvSafeHandle? handle;

    protected CvObject() { }
    protected CvObject(OpenCvSafeHandle safeHandle) => handle = safeHandle;

    public IntPtr CvPtr
    {
        get
        {
            ThrowIfDisposed();
            return ptr;
        }
    }

    protected IntPtr ptr => handle?.DangerousGetHandle() ?? 0;

    /// <summary>What native calls take: the runtime keeps the object alive until they return.</summary>
    internal SafeHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return handle ?? throw new OpenCvSharpException($"{GetType().Name} holds no native object");
        }
    }

    protected void SetSafeHandle(OpenCvSafeHandle handle)
    {
        this.handle?.Dispose();
        this.handle = handle;
    }

    // a handle that nobody disposed has its own finalizer
    protected override void DisposeManaged()
    {
        handle?.Dispose();
        base.DisposeManaged();
    }
}
