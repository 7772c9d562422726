namespace Cacl.Benchmarks.Scale;

/// <summary>What a rank measured in its turn.</summary>
/// <param name="StepSeconds">Of a step, the median.</param>
/// <param name="WorkSeconds">Of processors in a step.</param>
/// <param name="ExchangeShare">The part of steps' time that is spent in exchanges, waiting for the other ranks included.</param>
/// <param name="PeakMegabytes">The most memory of the process.</param>
/// <param name="GradientBytes">What is exchanged in a step.</param>
/// <param name="SmallSumSeconds">A sum of two values over the ranks.</param>
/// <param name="LargeSumSeconds">A sum of as much as a gradient.</param>
internal sealed record Turn(double StepSeconds, double WorkSeconds, double ExchangeShare, double PeakMegabytes, long GradientBytes, double SmallSumSeconds, double LargeSumSeconds);
