using Cacl.Learning;
using Cacl.ML;
using Microsoft.ML;
using Microsoft.ML.Data;

internal static class Pipeline
{
    public static void Run(string trainFolder, string validateFolder)
    {
        // <readme>
        var ml = new MLContext(seed: 1);
        VideoCatalog video = ml.Video();

        IDataView train = video.LoadFromFolder(trainFolder);         // VideoPath, Label (the sub-folder's name)
        IDataView validate = video.LoadFromFolder(validateFolder);

        // Learns from the videos alone. What Fit gives turns each video into a vector.
        var learn = video.Trainers.Cacl("Features", "VideoPath", CaclOptions.Small with { Steps = 600 });
        using VideoEmbeddingTransformer encoder = learn.Fit(train);
        encoder.Training.Encoder.Save("encoder.safetensors");

        // The vectors are ordinary features.
        IDataView trainFeatures = ml.Data.Cache(encoder.Transform(train));
        IDataView validateFeatures = ml.Data.Cache(encoder.Transform(validate));
        var classify = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(
            classify.Fit(trainFeatures).Transform(validateFeatures));

        RetrievalMetrics retrieval = video.Evaluate.Retrieval(trainFeatures, validateFeatures);
        Console.WriteLine($"classifier {metrics.MicroAccuracy:P1}, retrieval R@1 {retrieval.RecallAt[1]:P1}");
        // </readme>
    }
}
