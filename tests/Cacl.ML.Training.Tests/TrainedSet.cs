using Cacl.Learning;
using Microsoft.ML;

namespace Cacl.ML.Tests;

/// <summary>A set of videos with one that can't be read among them, and an encoder trained on it once for all tests of a class.</summary>
public sealed class TrainedSet : IDisposable
{
    public TrainedSet()
    {
        Garbage = Videos.Add("across/{garbage}.avi", [1, 2, 3]);
        Ml.Log += Record;
        Transformer = Ml.Video().Trainers.Cacl("Features", "VideoPath", QuickOptions.Cacl with { Progress = Steps }).Fit(Rows);
        Ml.Log -= Record;   // the tests share the context, and log what they do

        void Record(object? sender, LoggingEventArgs line) => Log.Add(line);
    }

    public MLContext Ml { get; } = new(seed: 1);

    public VideoSet Videos { get; } = new();

    public string Garbage { get; }

    public List<LoggingEventArgs> Log { get; } = [];

    public VideoEmbeddingTransformer Transformer { get; }

    public IDataView Rows => Ml.Video().LoadFromFolder(Videos.Folder);

    /// <summary>The rows whose videos can be read.</summary>
    public IDataView Good => Ml.Data.FilterByCustomPredicate<VideoRow>(Rows, row => row.VideoPath == Garbage);

    internal StepList Steps { get; } = new();

    public void Dispose()
    {
        Transformer.Dispose();
        Videos.Dispose();
    }

    internal sealed class StepList : List<TrainingProgress>, IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Add(value);
    }
}
