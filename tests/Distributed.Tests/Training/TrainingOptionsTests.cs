using Cacl.Learning;
using TorchSharp;

namespace Distributed.Tests;

public class TrainingOptionsTests
{
    [Fact]
    public void A_batch_that_cannot_be_dealt_out_is_refused_with_the_number_of_ranks()
    {
        using var job = new StandInJob(4);
        CaclOptions options = CaclOptions.Small with { Communicator = job, BatchSize = 24, Accumulate = 2, FrameTraining = CaclOptions.Small.FrameTraining with { BatchSize = 6 } };

        Assert.Equal(
            "CaclOptions: FrameTraining.BatchSize is 6; it must be divided by the job's 4 ranks into equal parts of 2 or more.",
            Assert.Throws<ArgumentException>(options.Validate).Message);
        Assert.Equal(
            "CaclOptions: BatchSize is 28; it must be divided by Accumulate (2) and by the job's 4 ranks into equal parts of 2 or more. FrameTraining.BatchSize is 6; it must be divided by the job's 4 ranks into equal parts of 2 or more.",
            Assert.Throws<ArgumentException>((options with { BatchSize = 28 }).Validate).Message);
        Assert.Contains("BatchSize is 8; it must be divided by Accumulate (2)", Assert.Throws<ArgumentException>((options with { BatchSize = 8 }).Validate).Message);
        (options with { FrameTraining = new FrameMocoOptions { BatchSize = 8 } }).Validate();
        (options with { Positives = CaclPositives.QueryKey }).Validate();   // no network reads frames
    }

    [Fact]
    public void Sums_within_the_backward_pass_are_refused_where_the_job_can_make_none()
    {
        using var job = new StandInJob(4);
        CvrlOptions options = CvrlOptions.Small with { BatchSize = 256, Communicator = job };

        Assert.Equal(
            "CvrlOptions: OverlapExchange is True; it must be null or false where gradients go by NCCL, or by an Open MPI without MPI_THREAD_MULTIPLE.",
            Assert.Throws<ArgumentException>((options with { OverlapExchange = true }).Validate).Message);
        (options with { OverlapExchange = false }).Validate();
        options.Validate();
        (options with { OverlapExchange = true, Communicator = Communicator.Single }).Validate();
    }

    [Theory]
    [InlineData(null, 0.02)]
    [InlineData(64, 0.08)]
    [InlineData(512, 0.01)]
    public void Learning_rate_grows_with_the_batch_where_it_is_asked_to(int? meantFor, double rate)
    {
        CvrlOptions options = CvrlOptions.Small with { BatchSize = 256, LearningRate = 0.02, LearningRateBatch = meantFor, Schedule = ScheduleKind.Constant, WarmupSteps = 0 };

        Assert.Equal(rate, LearningRateSchedule.RateAt(3, 10, 1, options), 1e-12);
        Assert.Equal("CvrlOptions: LearningRateBatch is 0; it must be null or at least 1.", Assert.Throws<ArgumentException>((options with { LearningRateBatch = 0 }).Validate).Message);
    }

    /// <summary>A job that is only counted.</summary>
    private sealed class StandInJob(int size) : Communicator
    {
        public override int Rank => 0;

        public override int Size => size;

        public override void AllReduceSum(torch.Tensor values) => throw new NotSupportedException();

        public override void Broadcast(torch.Tensor values, int root) => throw new NotSupportedException();

        public override torch.Tensor AllGather(torch.Tensor rows) => throw new NotSupportedException();

        public override IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public override void Barrier() => throw new NotSupportedException();

        public override void Abort(string reason, int exitCode = 1) => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
