namespace Cacl.Learning;

/// <summary>Embeddings laid out in the plane of their two largest principal components.</summary>
/// <param name="Title">What is shown, for example <c>Trained</c>.</param>
/// <param name="Points">The videos.</param>
/// <param name="Explained">The share of the total variance that the two components carry, 0 to 1.</param>
public sealed record EmbeddingMap(string Title, IReadOnlyList<EmbeddingPoint> Points, double Explained)
{
    /// <summary>Projects embeddings onto their two largest principal components.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="features">One embedding a video, all of one length.</param>
    /// <param name="groups">What each video's colour stands for.</param>
    /// <param name="names">Each video's name.</param>
    /// <exception cref="ArgumentException">The lists or the embeddings differ in length.</exception>
    public static EmbeddingMap Of(string title, IReadOnlyList<float[]> features, IReadOnlyList<string> groups, IReadOnlyList<string> names)
    {
        if (groups.Count != features.Count || names.Count != features.Count)
            throw new ArgumentException($"There are {features.Count} embeddings, {groups.Count} groups and {names.Count} names; the three must be equal.", nameof(features));
        var (points, explained) = PrincipalPlane.Project(features);
        return new EmbeddingMap(title, [.. points.Select((p, i) => new EmbeddingPoint(p.X, p.Y, groups[i], names[i]))], explained);
    }
}
