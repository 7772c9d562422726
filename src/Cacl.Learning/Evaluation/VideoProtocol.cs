using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>A labelled data set in two parts, on which encoders are compared.</summary>
/// <param name="Name">What results are headed with.</param>
/// <param name="Train">Videos to learn from and to find.</param>
/// <param name="Test">Videos that are told and that search.</param>
public sealed record VideoProtocol(string Name, IReadOnlyList<VideoEntry> Train, IReadOnlyList<VideoEntry> Test)
{
    /// <summary>UCF101 by one of its three splits.</summary>
    /// <param name="lists">The folder of <c>trainlist01.txt</c>, <c>testlist01.txt</c> and so on, as published.</param>
    /// <param name="videos">The folder of the classes' folders.</param>
    /// <param name="split">1 to 3.</param>
    /// <exception cref="FileNotFoundException">A list is missing.</exception>
    /// <exception cref="VideoListException">A list is not as published; the message names the line.</exception>
    public static VideoProtocol Ucf101(string lists, string videos, int split = 1)
    {
        CheckSplit(split);
        var options = new VideoListOptions { Format = VideoListFormat.Ucf101, Root = videos };
        return new VideoProtocol(
            $"UCF101 split {split}",
            VideoList.Read(Path.Join(lists, $"trainlist0{split}.txt"), options),
            VideoList.Read(Path.Join(lists, $"testlist0{split}.txt"), options));
    }

    /// <summary>HMDB51 by one of its three splits.</summary>
    /// <param name="lists">The folder of <c>brush_hair_test_split1.txt</c> and so on, as published.</param>
    /// <param name="videos">The folder of the classes' folders.</param>
    /// <param name="split">1 to 3.</param>
    /// <exception cref="FileNotFoundException">The folder is missing.</exception>
    /// <exception cref="VideoListException">A list is missing or not as published; the message names the line.</exception>
    public static VideoProtocol Hmdb51(string lists, string videos, int split = 1)
    {
        CheckSplit(split);
        var options = new VideoListOptions { Format = VideoListFormat.Hmdb51, Root = videos, Hmdb51Split = split };
        return new VideoProtocol(
            $"HMDB51 split {split}",
            VideoList.Read(lists, options with { Part = VideoListPart.Train }),
            VideoList.Read(lists, options with { Part = VideoListPart.Test }));
    }

    /// <summary>Two folders with a sub-folder per class each.</summary>
    /// <param name="train">The folder of training videos.</param>
    /// <param name="test">The folder of test videos.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="InvalidDataException">A folder holds no videos, or videos that lie in no sub-folder; the message names it.</exception>
    public static VideoProtocol Folders(string train, string test)
    {
        return new VideoProtocol($"{NameOf(test)} against {NameOf(train)}", Classes(train), Classes(test));

        static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    /// <summary>Measures an encoder, and a network of the same kind that was not trained.</summary>
    /// <param name="encoder">The encoder; it stays as it is.</param>
    /// <param name="options">What is measured; null takes the defaults.</param>
    /// <returns>The figures, and every video that could not be used.</returns>
    /// <exception cref="ArgumentException">Options are out of range, or a video has no label.</exception>
    /// <exception cref="InvalidDataException">No video of a part can be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public EvaluationResult Evaluate(VideoEncoder encoder, EvaluationOptions? options = null) => new EncoderEvaluation(this, options ?? new EvaluationOptions()).Run(encoder);

    /// <summary>Measures what a training run gave, its shuffle degrees and positive pairs as well, and networks of the same kind that were not trained.</summary>
    /// <param name="trained">The run's result; it stays as it is.</param>
    /// <param name="options">What is measured; null takes the defaults.</param>
    /// <returns>The figures, and every video that could not be used.</returns>
    /// <exception cref="ArgumentException">Options are out of range, or a video has no label.</exception>
    /// <exception cref="InvalidDataException">No video of a part can be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public EvaluationResult Evaluate(TrainingResult trained, EvaluationOptions? options = null) => new EncoderEvaluation(this, options ?? new EvaluationOptions()).Run(trained.Encoder, trained);

    private static IReadOnlyList<VideoEntry> Classes(string folder)
    {
        IReadOnlyList<VideoEntry> videos = VideoFolder.List(folder);
        VideoEntry[] flat = [.. videos.Where(video => video.Label is null)];
        return flat.Length == 0
            ? videos
            : throw new InvalidDataException(
                $"The folder '{folder}' tells no class of each video: expected a sub-folder for each class with its videos in it, found {flat.Length} of {videos.Count} videos in no sub-folder, the first of them '{Path.GetFileName(flat[0].Path)}'.");
    }

    private static void CheckSplit(int split)
    {
        if (split is < 1 or > 3)
            throw new ArgumentOutOfRangeException(nameof(split), split, "There are splits 1 to 3.");
    }
}
