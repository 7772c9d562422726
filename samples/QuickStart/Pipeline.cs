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

        // Learns from the videos alone, leaving out those that are broken or too short. What Fit gives turns each video into a vector.
        var progress = new Progress<TrainingProgress>(step => Console.Error.Write($"\r{step.Stage}: step {step.Step} of {step.Steps}, loss {step.Loss:f2} "));
        var learn = video.Trainers.Cacl("Features", "VideoPath", CaclOptions.Small with { Steps = 600, Progress = progress });
        using VideoEmbeddingTransformer encoder = learn.Fit(train);
        encoder.Training.Encoder.SaveOnnx("encoder.onnx");

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
        // </readme>
    }
}
