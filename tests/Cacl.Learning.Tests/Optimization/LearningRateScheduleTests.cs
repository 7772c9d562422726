namespace Cacl.Learning.Tests;

public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.Step)]
    [InlineData(ScheduleKind.Constant)]
    public void Rates_are_those_of_pytorch_with_and_without_warm_up(ScheduleKind schedule)
    {
        var options = new CaclOptions { LearningRate = 0.4, Schedule = schedule, Milestones = [0.6, 0.8] };
        System.Text.Json.JsonElement fixture = Fixture.Read("schedules.json").GetProperty(schedule.ToString());

        AssertRates(fixture.GetProperty("plain").Floats(), options);
        AssertRates(fixture.GetProperty("warm").Floats(), options with { WarmupSteps = 4 });
        AssertRates(fixture.GetProperty("warm").Floats(), options with { WarmupEpochs = 1.6 });   // of 2.5 steps each

        static void AssertRates(float[] rates, CaclOptions options)
        {
            for (int step = 0; step < rates.Length; step++)
                Assert.Equal(rates[step], LearningRateSchedule.RateAt(step, rates.Length, stepsOfEpoch: 2.5, options), 1e-7);
        }
    }
}
