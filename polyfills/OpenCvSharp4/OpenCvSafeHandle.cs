using System.Runtime.InteropServices;

namespace OpenCvSharp;

public abstract class OpenCvSafeHandle : SafeHandle
{
    protected OpenCvSafeHandle(bool ownsHandle) : base(0, ownsHandle) { }
    protected OpenCvSafeHandle(IntPtr existingHandle, bool ownsHandle) : base(0, ownsHandle) => SetHandle(existingHandle);
    public override bool IsInvalid => handle == 0;
}
