using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public sealed class StorageTests
{
    [Fact]
    public void What_is_derived_from_a_storage_is_told_where_the_storage_begins()
    {
        using Tensor whole = arange(6, float32);
        using Tensor part = whole.narrow(0, 4, 2);
        nint beginning = new Opened(whole).Beginning;
        Assert.Equal(beginning, new Opened(part).Beginning);
        Assert.Equal(4, part.storage_offset());
        var values = new float[6];
        Marshal.Copy(beginning, values, 0, 6);
        Assert.Equal([0, 1, 2, 3, 4, 5], values);
    }

    [Fact]
    public void An_empty_tensor_has_a_storage_without_memory()
    {
        using Tensor empty = zeros(0);
        Assert.Equal(0, new Opened(empty).Beginning);
    }

    private sealed class Opened(Tensor tensor) : Storage(tensor)
    {
        public nint Beginning => data_ptr();

        public override int element_size() => sizeof(float);
    }
}
