using Cacl.Learning;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>Measures of an embedding.</summary>
public sealed class VideoEvaluateCatalog
{
    private readonly MLContext context;

    internal VideoEvaluateCatalog(MLContext context) => this.context = context;

    /// <summary>How often a query's label is among those of its nearest neighbours, by cosine similarity.</summary>
    /// <param name="gallery">Rows to find.</param>
    /// <param name="queries">Rows to find neighbours of.</param>
    /// <param name="featureColumnName">A Vector&lt;Single&gt; column of both.</param>
    /// <param name="labelColumnName">Labels of both: text, or keys of text.</param>
    /// <param name="k">Neighbours looked at; none stands for 1, 5, 10, 20 and 50.</param>
    public RetrievalMetrics Retrieval(IDataView gallery, IDataView queries, string featureColumnName = "Features", string labelColumnName = "Label", params int[] k) =>
        RetrievalMetrics.Of(
            FeatureColumns.Read(context, gallery, featureColumnName, labelColumnName),
            FeatureColumns.Read(context, queries, featureColumnName, labelColumnName),
            k.Length > 0 ? k : [1, 5, 10, 20, 50]);

    /// <summary>How well the labels of the nearest neighbours tell a query's label, by cosine similarity.</summary>
    /// <param name="gallery">Rows that vote.</param>
    /// <param name="queries">Rows whose label is told.</param>
    /// <param name="featureColumnName">A Vector&lt;Single&gt; column of both.</param>
    /// <param name="labelColumnName">Labels of both: text, or keys of text.</param>
    /// <param name="neighbours">How many vote.</param>
    public NearestNeighbourMetrics NearestNeighbours(IDataView gallery, IDataView queries, string featureColumnName = "Features", string labelColumnName = "Label", int neighbours = 1) =>
        NearestNeighbourMetrics.Of(
            FeatureColumns.Read(context, gallery, featureColumnName, labelColumnName),
            FeatureColumns.Read(context, queries, featureColumnName, labelColumnName),
            neighbours);

    /// <summary>How well a linear classifier of one set's features tells the labels of another's.</summary>
    /// <param name="train">Rows that it learns from, of two labels at least.</param>
    /// <param name="test">Rows whose label is told.</param>
    /// <param name="featureColumnName">A Vector&lt;Single&gt; column of both.</param>
    /// <param name="labelColumnName">Labels of both: text, or keys of text.</param>
    /// <param name="l2">Weight of the squared weights beside the mean cross entropy of the standardised features.</param>
    public ClassificationMetrics LinearProbe(IDataView train, IDataView test, string featureColumnName = "Features", string labelColumnName = "Label", double l2 = 1e-3) =>
        LinearProbe(train, test, new LinearProbeOptions { L2 = l2 }, featureColumnName, labelColumnName);

    /// <summary>How well a linear classifier of one set's features tells the labels of another's.</summary>
    /// <param name="train">Rows that it learns from, of two labels at least.</param>
    /// <param name="test">Rows whose label is told.</param>
    /// <param name="options">All settings.</param>
    /// <param name="featureColumnName">A Vector&lt;Single&gt; column of both.</param>
    /// <param name="labelColumnName">Labels of both: text, or keys of text.</param>
    /// <exception cref="ArgumentException">Settings are out of range; the message names each.</exception>
    public ClassificationMetrics LinearProbe(IDataView train, IDataView test, LinearProbeOptions options, string featureColumnName = "Features", string labelColumnName = "Label") =>
        Learning.LinearProbe.Fit(FeatureColumns.Read(context, train, featureColumnName, labelColumnName), options)
            .Evaluate(FeatureColumns.Read(context, test, featureColumnName, labelColumnName));
}
