namespace Cacl.Learning;

/// <summary>What a random number is drawn from.</summary>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value, at least <paramref name="Least"/>.</param>
public readonly record struct ValueRange(double Least, double Most)
{
    internal void CollectFaults(string option, double limit, List<string> faults)
    {
        if (!(Least > 0 && Least <= Most && Most <= limit))
            faults.Add($"{option} is {Least} to {Most}; it must satisfy 0 < least <= most <= {limit}.");
    }

    /// <summary>The value at a part of the way from the least to the most.</summary>
    internal double At(double part) => Least + (Most - Least) * part;
}
