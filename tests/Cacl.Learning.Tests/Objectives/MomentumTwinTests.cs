using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning.Tests;

public class MomentumTwinTests
{
    [Fact]
    public void Twin_begins_as_a_copy_and_follows_by_the_formula_exactly()
    {
        using DisposeScope scope = NewDisposeScope();
        var online = new Linear(3, 2);
        using var twin = new MomentumTwin<Linear>(online, new Linear(3, 2));
        float[] before = online.Weight.data<float>().ToArray();
        Assert.Equal(before, twin.Network.Weight.data<float>().ToArray());

        using (no_grad())
            online.Weight.add_(1);
        twin.Update(0.75);

        float[] after = twin.Network.Weight.data<float>().ToArray();
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i] * 0.75f + (before[i] + 1) * 0.25f, after[i], 1e-6);
    }

    [Fact]
    public void Twin_takes_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        var online = new Linear(3, 2);
        using var twin = new MomentumTwin<Linear>(online, new Linear(3, 2));

        Assert.False(twin.Encode(rand(4, 3)).requires_grad);
        Assert.All(twin.Network.parameters(), parameter => Assert.False(parameter.requires_grad));
        Assert.All(online.parameters(), parameter => Assert.True(parameter.requires_grad));
    }
}
