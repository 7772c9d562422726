using TorchSharp;
using static TorchSharp.torch;

namespace Cacl.Learning.Tests;

public class EncoderOwnershipTests
{
    public static TheoryData<string> Names => QuickMethods.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Encoder_is_left_alive_by_its_objective(string method)
    {
        using DisposeScope scope = NewDisposeScope();
        PretrainingOptions options = QuickMethods.All[method];
        using ClipNetwork encoder = options.Encoder.Create();
        using var source = new ColumnClipSource(MovingClips.Make(12, options.ClipsRead.Frames), MovingClips.Size, options.ClipsRead);

        options.MakeObjective(encoder, new TrainingRun(options with { ClipIntervals = null }, source, CPU, null)).Dispose();

        Assert.Equal([1, 16], encoder.call(zeros([1, 3, 4, 16, 16])).shape);
    }
}
