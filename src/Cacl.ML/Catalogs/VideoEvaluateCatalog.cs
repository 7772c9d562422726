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
}
