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
        EvaluationOptions evaluation = EvaluationOptions.CvrlLinear with { Clips = null, FineTuning = linear };   // the encoder's own clips
        EvaluationResult result = VideoProtocol.Folders(trainFolder, validateFolder).Evaluate(encoder.Training, evaluation);
        Console.WriteLine(result.ToTable());
        // </cvrl>
    }

    public static void CycleContrast(string trainFolder, string validateFolder)
    {
        // <cyclecontrast>
        var ml = new MLContext(seed: 1);
        IDataView train = ml.Video().LoadFromFolder(trainFolder);

        CycleContrastOptions options = CycleContrastOptions.Small with { Steps = 600, CheckpointFolder = "cycle-run" };
        using VideoEmbeddingTransformer encoder = ml.Video().Trainers.CycleContrast("Features", "VideoPath", options).Fit(train);
        encoder.Training.Encoder.SaveOnnx("cyclecontrast.onnx");

        EvaluationResult result = VideoProtocol.Folders(trainFolder, validateFolder).Evaluate(encoder.Training);
        Console.WriteLine(result.ToTable());
        // </cyclecontrast>
    }

    public static void PretextTasks(string trainFolder, string validateFolder)
    {
        // <pretext-tasks>
        var ml = new MLContext(seed: 1);
        IDataView train = ml.Video().LoadFromFolder(trainFolder);
        VideoTrainersCatalog trainers = ml.Video().Trainers;

        foreach (VideoEncoderEstimator task in (VideoEncoderEstimator[])[trainers.Vcop("Features", "VideoPath"), trainers.PlaybackRate("Features", "VideoPath"),
            trainers.ShuffleAndLearn("Features", "VideoPath"), trainers.Opn("Features", "VideoPath", OpnOptions.Small with { Steps = 900 })])
        {
            using VideoEmbeddingTransformer encoder = task.Fit(train);
            EvaluationResult result = VideoProtocol.Folders(trainFolder, validateFolder).Evaluate(encoder.Training);
            Console.WriteLine($"{encoder.Training.History[0].Stage}\n{result.ToTable()}");
        }
        // </pretext-tasks>
    }
}
