using Cacl.Clips;

namespace Cacl.Cli;

/// <summary>Finds the videos that a command line names.</summary>
internal static class VideoSources
{
    /// <summary>What the help of commands says of them.</summary>
    internal const string Help = """
          VIDEOS is one or more of: a folder (a class per sub-folder, or flat), a video file, or a list: the split files of
          UCF101 and HMDB51, Kinetics' annotations, a table of paths and labels (.csv, .tsv), or a path a line.
        """;

    /// <summary>How lists are read, as --root and --part say.</summary>
    internal static VideoListOptions ListOptions(Arguments arguments) => new()
    {
        Root = arguments.Text("--root"),
        Part = Enum.Parse<VideoListPart>(arguments.Choice("--part", "all", "train", "validation", "test"), ignoreCase: true),
    };

    /// <summary>The videos of folders, lists and files, each once, with full paths.</summary>
    /// <param name="sources">What the command line names.</param>
    /// <param name="lists">How lists are read.</param>
    /// <exception cref="IOException">There is no such file or folder, or a list can't be read.</exception>
    /// <exception cref="InvalidDataException">A folder holds no videos.</exception>
    internal static IReadOnlyList<VideoEntry> Find(IEnumerable<string> sources, VideoListOptions lists) =>
        [.. sources.SelectMany(source => Find(source, lists)).Select(video => video with { Path = Path.GetFullPath(video.Path) }).DistinctBy(video => video.Path)];

    private static IReadOnlyList<VideoEntry> Find(string source, VideoListOptions lists)
    {
        if (Directory.Exists(source))
            return VideoFolder.List(source);
        // One that is not there is told like any other that can't be read.
        if (VideoFolder.HasVideoEnding(source))
            return [new VideoEntry(source, null)];
        if (!File.Exists(source))
            throw new FileNotFoundException($"There is no file or folder '{source}'.", source);
        InputFile.Check("list", source);
        try
        {
            return VideoList.Read(source, lists);
        }
        catch (ArgumentException)
        {
            // Its name tells no format, or one whose lists tell no parts.
            return VideoList.Read(source, lists with { Format = VideoListFormat.Table });
        }
    }
}
