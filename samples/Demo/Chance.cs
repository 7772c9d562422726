namespace Cacl.Demo;

/// <summary>What guessing reaches.</summary>
internal static class Chance
{
    /// <summary>R@k of a gallery in random order.</summary>
    internal static double Retrieval(IReadOnlyList<VideoPart> gallery, IReadOnlyList<VideoPart> queries, int k)
    {
        var sizes = gallery.CountBy(part => part.Answer).ToDictionary();
        return queries.Average(query => 1 - AllWrong(gallery.Count, sizes.GetValueOrDefault(query.Answer), Math.Min(k, gallery.Count)));
    }

    /// <summary>Accuracy of always naming the class that is the commonest among the examples.</summary>
    internal static double Classifier(IEnumerable<VideoPart> examples, IReadOnlyList<VideoPart> tested)
    {
        string commonest = examples.CountBy(part => part.Class!).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
        return tested.Average(part => part.Class == commonest ? 1.0 : 0);
    }

    /// <summary>Probability that none of k draws without putting back is among the right ones.</summary>
    private static double AllWrong(int all, int right, int k)
    {
        double probability = 1;
        for (int draw = 0; draw < k; draw++)
            probability *= Math.Max(0, all - right - draw) / (double)(all - draw);
        return probability;
    }
}
