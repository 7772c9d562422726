using Cacl.Clips;
using Cacl.Learning;
using Cacl.ML;
using Microsoft.ML;

/// <summary>The code of the pages in docs/, each method between marks of its page's name.</summary>
internal static class Methods
{
    public static void Cvrl(string trainFolder, string validateFolder)
    {
        // <cvrl>
        var ml = new MLContext(seed: 1);
        IDataView train = ml.Video().LoadFromFolder(trainFolder);

        CvrlOptions options = CvrlOptions.Small with { Steps = 600, CheckpointFolder = "cvrl-run" };
        using VideoEmbeddingTransformer encoder = ml.Video().Trainers.Cvrl("Features", "VideoPath", options).Fit(train);
        encoder.Training.Encoder.Save("cvrl.safetensors");

        FineTuneOptions linear = FineTuneOptions.CvrlLinear with { BatchSize = 32, LearningRate = 1 };
        var evaluation = new EvaluationOptions { ClipsPerVideo = 10, Crop = CropPlacement.Three, FineTuning = linear };
        EvaluationResult result = VideoProtocol.Folders(trainFolder, validateFolder).Evaluate(encoder.Training, evaluation);
        Console.WriteLine(result.ToTable());
        // </cvrl>
    }
}
