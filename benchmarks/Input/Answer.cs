namespace Cacl.Benchmarks.Input;

/// <summary>What a server says when it has done what it was asked to, as a line of JSON.</summary>
/// <param name="Seconds">What it took.</param>
/// <param name="Frames">Frames that came.</param>
/// <param name="Resident">Resident size of the process in bytes, where that was asked for.</param>
/// <param name="Text">Versions.</param>
/// <param name="Error">Why it was not done; null when it was.</param>
internal sealed record Answer(double Seconds = 0, int Frames = 0, long Resident = 0, string? Text = null, string? Error = null);
