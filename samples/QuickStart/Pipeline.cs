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

        // The vectors are ordinary features.
        IDataView trainFeatures = ml.Data.Cache(encoder.Transform(train));
        IDataView validateFeatures = ml.Data.Cache(encoder.Transform(validate));
        var classify = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var classifier = classify.Fit(trainFeatures);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(classifier.Transform(validateFeatures));

        RetrievalMetrics retrieval = video.Evaluate.Retrieval(trainFeatures, validateFeatures);
        Console.WriteLine($"classifier {metrics.MicroAccuracy:P1}, retrieval R@1 {retrieval.RecallAt[1]:P1}");

        // A program without TorchSharp loads either: ml.Model.Load("model.zip", out _), or
        // video.Transforms.Embed("Features", "VideoPath", "encoder.onnx").
        ml.Model.Save(encoder.Append(classifier), train.Schema, "model.zip");
        encoder.Training.Encoder.SaveOnnx("encoder.onnx");
        // </readme>
    }
}
