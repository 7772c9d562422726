using Cacl.Clips;
using Cacl.Learning;
using Cacl.Samples.MotionSet;

namespace Cacl.Study;

/// <summary>Videos that variants are trained and measured on.</summary>
/// <param name="Name">The rows' heading.</param>
/// <param name="Protocol">Videos to learn from, and videos to measure on.</param>
internal sealed record StudyData(string Name, VideoProtocol Protocol)
{
    private const string Motion = "motion", Scenes = "scenes";

    /// <summary>The paths that are learned from.</summary>
    public IReadOnlyList<string> TrainPaths => [.. Protocol.Train.Select(video => video.Path)];

    /// <summary>What tells these videos from others: names and lengths of files.</summary>
    public IEnumerable<string> Identity => Protocol.Train.Select(video => Of("train", video)).Concat(Protocol.Test.Select(video => Of("test", video)));

    /// <summary>Lists the videos, and makes them first where they are the motion set or scenes.</summary>
    /// <exception cref="UsageException">Textures or folders are missing.</exception>
    /// <exception cref="InvalidDataException">Folders hold no videos, or videos of no class.</exception>
    public static StudyData Of(string data, StudyOptions options, CancellationToken cancellation)
    {
        (string train, string validate) = data switch
        {
            Motion => Render(options, cancellation),
            Scenes => SceneSet.Write(Path.Join(options.Output, Scenes), Textures(Scenes, options), cancellation),
            _ => (Path.Join(data, "train"), Path.Join(data, "validate")),
        };
        if (!Directory.Exists(train) || !Directory.Exists(validate))
            throw new UsageException($"--data is {data}; it must be {Motion}, {Scenes}, arid where ./build.sh finds it, or a folder that holds train/ and validate/.");
        VideoProtocol protocol = VideoProtocol.Folders(train, validate);
        string name = data is Motion or Scenes ? data : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        if (!options.Select)
            return new StudyData(name, protocol);
        (IReadOnlyList<VideoEntry> kept, IReadOnlyList<VideoEntry> held) = HeldOut.Divide(protocol.Train);
        return new StudyData(name, new VideoProtocol($"{name}, a part of train", kept, held));
    }

    private static (string Train, string Validate) Render(StudyOptions options, CancellationToken cancellation)
    {
        var set = new MotionSetOptions { TrainPerClass = options.PerClass, ValidatePerClass = Math.Max(1, options.PerClass / 2) };
        // A set of another size is another set, in a folder of its own.
        MotionSetFolders folders = MotionSetRenderer.Render(Path.Join(options.Output, $"{Motion}-{options.PerClass}"), Textures(Motion, options), set, cancellation: cancellation);
        return (folders.Train, folders.Validate);
    }

    private static string[] Textures(string data, StudyOptions options) => options.Textures is { } folder
        ? [.. VideoFolder.List(folder).Select(video => video.Path)]
        : throw new UsageException($"--data {data} is made of other videos; give --textures DIR.");

    private static string Of(string part, VideoEntry video) => $"{part}/{video.Label}/{Path.GetFileName(video.Path)} {new FileInfo(video.Path).Length}";
}
