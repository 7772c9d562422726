using Cacl.Learning;
using Cacl.Learning.Tests;

// Arguments: folder for checkpoints, or - for none; optimiser; positive pairs, or None for the degree task alone; file for what the run leaves.
// Says a line after each step. Ends with 3 and the message where a checkpoint can't be written.
CaclOptions options = MovingClips.Options with
{
    CheckpointFolder = args[0] == "-" ? null : args[0],
    CheckpointEvery = 1,
    Optimizer = Enum.Parse<OptimizerKind>(args[1]),
    Progress = new Speaker(),
    CheckpointNotices = new Speaker(),
    Steps = 12,
};
options = args[2] == "None" ? options with { ContrastWeight = 0 } : options with { Positives = Enum.Parse<CaclPositives>(args[2]) };
try
{
    File.WriteAllLines(args[3], RunState.Of(options).Lines);
    return 0;
}
catch (CheckpointException exception)
{
    Console.WriteLine(exception.Message);
    return 3;
}

internal sealed class Speaker : IProgress<TrainingProgress>, IProgress<string>
{
    public void Report(TrainingProgress value) => Console.WriteLine($"step {value.Stage} {value.Step}");

    public void Report(string value) => Console.WriteLine(value);
}
