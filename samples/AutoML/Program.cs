// Lets AutoML find a classifier on the vectors of an encoder.
using System.Globalization;
using Cacl.ML;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;

if (args.Length is not (2 or 3))
{
    Console.Error.WriteLine("usage: AutoML VIDEOS ENCODER [SECONDS], a folder of videos with a class per sub-folder and an .onnx file of cacl export");
    return 2;
}

var ml = new MLContext(seed: 1);
ml.Log += (_, entry) =>
{
    if (entry.Source.StartsWith("AutoMLExperiment", StringComparison.Ordinal))
        Console.WriteLine(entry.RawMessage);
};
VideoCatalog video = ml.Video();
IDataView videos = video.LoadFromFolder(args[0]);   // VideoPath, Label (the sub-folder's name)

// Each video becomes a vector once, and the vectors are kept. Where the embedding is a part of what AutoML tries, every
// trial decodes and embeds all videos again.
using EmbedTransformer embed = video.Transforms.Embed("Features", "VideoPath", args[1]).Fit(videos);
IDataView features = embed.Transform(videos);
IDataView rows = ml.Data.Cache(ml.Transforms.Conversion.MapValueToKey("Label").Fit(features).Transform(features), "Features", "Label");
DataOperationsCatalog.TrainTestData parts = ml.Data.TrainTestSplit(rows, testFraction: 0.2, seed: 1);

TrialResult best = ml.Auto().CreateExperiment()
    .SetPipeline(ml.Auto().MultiClassification(labelColumnName: "Label", featureColumnName: "Features"))
    .SetDataset(parts)
    .SetMulticlassClassificationMetric(MulticlassClassificationMetric.MacroAccuracy, labelColumn: "Label")
    .SetTrainingTimeInSeconds(args.Length == 3 ? uint.Parse(args[2], CultureInfo.InvariantCulture) : 60)
    .Run();

// From a path to a predicted class, in one file.
ml.Model.Save(new TransformerChain<ITransformer>(embed, best.Model), videos.Schema, "classifier.zip");
Console.WriteLine($"classifier.zip: macro accuracy {best.Metric.ToString("P1", CultureInfo.InvariantCulture)} on a fifth of the videos");
return 0;
