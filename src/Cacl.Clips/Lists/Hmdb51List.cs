using System.Globalization;
using System.Text.RegularExpressions;

namespace Cacl.Clips;

/// <summary>HMDB51's split files: one a class, whose name says the class, with a file's name and a 0, 1 or 2 a line.</summary>
internal static partial class Hmdb51List
{
    private const string Sample = "brush_hair_test_split1.txt";

    public static bool IsName(string path) => Name().IsMatch(Path.GetFileName(path));

    public static void Read(string path, bool isFolder, int? split, ListedVideos videos)
    {
        if (isFolder)
        {
            foreach (string file in FilesOf(path, split ?? 1))
                ReadClass(file, videos);
            return;
        }
        Match match = Name().Match(Path.GetFileName(path));
        if (!match.Success)
            throw new VideoListException(path, 0, $"a file that is named as its class and split, such as {Sample}", $"'{Path.GetFileName(path)}'");
        int named = int.Parse(match.Groups["split"].ValueSpan, CultureInfo.InvariantCulture);
        if (split is not null && split != named)
            throw new VideoListException(path, 0, $"a file of split {split}, as Hmdb51Split asks for", $"one of split {named}");
        ReadClass(path, videos);
    }

    private static List<string> FilesOf(string folder, int split)
    {
        string[] all = Directory.GetFiles(folder);
        List<string> files = all
            .Where(file => Name().Match(Path.GetFileName(file)) is { Success: true } match && int.Parse(match.Groups["split"].ValueSpan, CultureInfo.InvariantCulture) == split)
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? files
            : throw new VideoListException(folder, 0, $"files such as brush_hair_test_split{split}.txt", $"none among its {all.Length} file{(all.Length == 1 ? "" : "s")}");
    }

    private static void ReadClass(string file, ListedVideos videos)
    {
        string label = Name().Match(Path.GetFileName(file)).Groups["class"].Value;
        foreach (ListLine line in ListLine.ReadAll(file))
        {
            // The published lines end in a space.
            string text = line.Text.Trim();
            int space = text.LastIndexOfAny([' ', '\t']);
            string video = space < 0 ? text : text[..space].TrimEnd();
            if (space < 0 || !VideoFolder.HasVideoEnding(video))
                throw line.Fault("a video's name followed by 0, 1 or 2");
            VideoListPart part = text[(space + 1)..] switch
            {
                "0" => VideoListPart.All,
                "1" => VideoListPart.Train,
                "2" => VideoListPart.Test,
                string other => throw line.Fault("0 (unused), 1 (train) or 2 (test) after the video's name", ListLine.Quote(other)),
            };
            // An absolute path stays: combining drops what stands before it.
            videos.Add(line, Path.Combine(label, video), label, part);
        }
    }

    [GeneratedRegex(@"^(?<class>.+)_test_split(?<split>[1-3])\.txt$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
