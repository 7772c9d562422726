namespace OpenCvSharp;

/// <summary>Owns one C++ object.</summary>
internal sealed class NativeHandle(nint value, Func<nint, int> delete) : OpenCvSafeHandle(value, true)
{
    protected override bool ReleaseHandle() => delete(handle) == 0;
}
