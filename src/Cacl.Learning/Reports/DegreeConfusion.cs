namespace Cacl.Learning;

/// <summary>How often each true shuffle degree was taken for each degree.</summary>
public sealed class DegreeConfusion
{
    private readonly long[,] counts;

    /// <summary>Starts with no predictions.</summary>
    /// <param name="title">What is shown, for example <c>Trained</c>.</param>
    /// <param name="degrees">The degree that each class stands for.</param>
    /// <param name="sampler">The sampler that shuffled the clips.</param>
    /// <param name="chance">The accuracy of always guessing the commonest class, 0 to 1.</param>
    /// <exception cref="ArgumentException"><paramref name="degrees"/> is empty.</exception>
    public DegreeConfusion(string title, IReadOnlyList<int> degrees, string sampler, double chance)
    {
        if (degrees.Count == 0)
            throw new ArgumentException("A confusion matrix needs at least one degree; the list is empty.", nameof(degrees));
        Title = title;
        Degrees = degrees;
        Sampler = sampler;
        Chance = chance;
        counts = new long[degrees.Count, degrees.Count];
    }

    /// <summary>Gets what is shown.</summary>
    public string Title { get; }

    /// <summary>Gets the degree that each class stands for.</summary>
    public IReadOnlyList<int> Degrees { get; }

    /// <summary>Gets the name of the sampler that shuffled the clips.</summary>
    public string Sampler { get; }

    /// <summary>Gets the accuracy of always guessing the commonest class, 0 to 1.</summary>
    public double Chance { get; }

    /// <summary>Gets how many clips of class <paramref name="actual"/> were taken for class <paramref name="predicted"/>.</summary>
    /// <param name="actual">The true class, counted from 0.</param>
    /// <param name="predicted">The predicted class, counted from 0.</param>
    public long this[int actual, int predicted] => counts[actual, predicted];

    /// <summary>Gets the number of clips.</summary>
    public long Total => counts.Cast<long>().Sum();

    /// <summary>Gets the share of right predictions, 0 to 1; NaN before the first one.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Enumerable.Range(0, Degrees.Count).Sum(c => counts[c, c]) / Total;

    /// <summary>Counts clips of one true class and one predicted class.</summary>
    /// <param name="actual">The true class, counted from 0.</param>
    /// <param name="predicted">The predicted class, counted from 0.</param>
    /// <param name="clips">How many there were.</param>
    public void Add(int actual, int predicted, long clips = 1) => counts[actual, predicted] += clips;
}
