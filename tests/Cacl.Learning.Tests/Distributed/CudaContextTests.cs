using System.Runtime.InteropServices;

namespace Cacl.Learning.Tests;

public class CudaContextTests
{
    [Theory]
    [InlineData(false, "libcuda.so.1")]
    [InlineData(true, "nvcuda.dll")]
    public void Driver_has_the_name_that_the_platform_gives_it(bool isWindows, string name) => Assert.Equal(name, CudaContext.LibraryOn(isWindows));

    [Fact]
    public void Machine_without_a_driver_has_no_gpu_and_is_told_which_library_it_lacks()
    {
        string library = CudaContext.LibraryOn(OperatingSystem.IsWindows());
        Assert.SkipWhen(NativeLibrary.TryLoad(library, typeof(CudaContext).Assembly, null, out _), "This machine has a driver.");

        Assert.Equal(0, CudaContext.DeviceCount());
        Assert.Contains(library, Assert.Throws<DllNotFoundException>(() => CudaContext.ComputeCapability(0)).Message, StringComparison.Ordinal);
    }
}
