using System.Globalization;
using Cacl.Learning;
using Microsoft.ML.Runtime;

namespace Cacl.ML;

/// <summary>Logs the last step of every epoch to the host's channel, and passes every step on.</summary>
internal sealed class ChannelProgress(IChannel channel, IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    private TrainingProgress? latest;

    public void Report(TrainingProgress value)
    {
        if (latest is { } before && (before.Epoch != value.Epoch || before.Stage != value.Stage))
            Log(before);
        latest = value;
        if (value.Step == value.Steps)
        {
            Log(value);
            latest = null;
        }

        next?.Report(value);
    }

    private void Log(TrainingProgress value) => channel.Info(
        MessageSensitivity.None,
        string.Create(CultureInfo.InvariantCulture, $"{value.Stage}: epoch {value.Epoch}/{value.Epochs}, step {value.Step}/{value.Steps}, loss {value.Loss:0.0000}, {value.ClipsPerSecond:0.0} clips/s"));
}
