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
        Assert.SkipUnless(CudaContext.DeviceCount() == 0, "This machine has a GPU.");

        Assert.Contains(
            CudaContext.LibraryOn(OperatingSystem.IsWindows()), Assert.Throws<DllNotFoundException>(() => CudaContext.ComputeCapability(0)).Message, StringComparison.Ordinal);
    }
}
