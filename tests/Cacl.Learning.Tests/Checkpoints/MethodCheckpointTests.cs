namespace Cacl.Learning.Tests;

/// <summary>Checkpoints of methods other than CACL alone, whose own tests go into every corner.</summary>
public sealed class MethodCheckpointTests(ClassVideos videos) : IClassFixture<ClassVideos>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cacl-checkpoints-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static IEnumerable<TheoryDataRow<string>> Methods => QuickMethods.All.Keys.Where(name => name != "cacl").Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_run_of_any_method_that_is_stopped_after_each_step_ends_as_one_that_is_not(string method)
    {
        PretrainingOptions options = QuickMethods.All[method] with { Accumulate = 2 };
        using TrainingResult whole = new VideoTrainer(options).Train(Paths);

        int processes = 0;
        TrainingResult result;
        do
        {
            using var cancel = new CancellationTokenSource();
            result = new VideoTrainer(options with { CheckpointFolder = folder, Cancellation = cancel.Token, Progress = new Listener<TrainingProgress>(_ => cancel.Cancel()) }).Train(Paths);
            if (result.Stopped)
                result.Dispose();
            Assert.InRange(++processes, 1, 20);
        }
        while (result.Stopped);

        Assert.Equal(RunState.Of(whole).Lines, RunState.Of(result).Lines);
        Assert.True(processes >= 6, $"It took {processes} runs.");
        result.Dispose();
    }

    [Fact]
    public void A_folder_of_another_method_is_refused_by_name()
    {
        new VideoTrainer(CvrlObjectiveTests.Options with { Steps = 1, CheckpointFolder = folder }).Train(Paths).Dispose();

        var exception = Assert.Throws<CheckpointException>(() => new CaclTrainer(MovingClips.Options with { CheckpointFolder = folder }).Train(Paths));

        Assert.Contains("Method is cacl, and was cvrl.", exception.Message);
    }

    private string[] Paths => [.. videos.Train.Select(video => video.Path)];
}
