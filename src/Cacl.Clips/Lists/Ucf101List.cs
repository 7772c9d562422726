using System.Globalization;

namespace Cacl.Clips;

/// <summary>UCF101's split files: a path a line, in train lists followed by its class's number.</summary>
internal static class Ucf101List
{
    private const string IndexName = "classInd.txt";

    public static void Read(string path, string? indexFile, ListedVideos videos)
    {
        string beside = Path.Join(Path.GetDirectoryName(path), IndexName);
        ClassIndex? index = indexFile is not null ? ClassIndex.Read(indexFile) : File.Exists(beside) ? ClassIndex.Read(beside) : null;
        Pairing pairing = new();
        ListLine? first = null;
        bool numbered = false;
        foreach (ListLine line in ListLine.ReadAll(path))
        {
            (string video, int? number) = Split(line);
            string folder = Path.GetFileName(Path.GetDirectoryName(video.Replace('\\', '/'))) ?? "";
            if (folder.Length == 0)
                throw line.Fault("a video in a folder that is called as its class, such as 'Archery/v_Archery_g01_c01.avi'");
            if (first is null)
                (first, numbered) = (line, number is not null);
            else if (numbered != number is not null)
                throw line.Fault($"{(numbered ? "a class's number" : "no number")} after the path as on line {first.Value.Number}");

            index?.Check(line, folder, number);
            if (index is null && number is not null)
                pairing.Check(line, folder, number.Value);
            videos.Add(line, video, folder, VideoListPart.All);
        }
    }

    /// <summary>Splits a line at the space before its number; a path may hold spaces itself.</summary>
    private static (string Video, int? Number) Split(ListLine line)
    {
        string text = line.Text.Trim();
        if (VideoFolder.HasVideoEnding(text))
            return (text, null);
        int space = text.LastIndexOfAny([' ', '\t']);
        string video = space < 0 ? text : text[..space].TrimEnd();
        return space >= 0 && VideoFolder.HasVideoEnding(video) && int.TryParse(text.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (video, number)
            : throw line.Fault("a video's path, or one followed by its class's number");
    }

    /// <summary>Holds numbers and folders against each other where no class index says which go together.</summary>
    private sealed class Pairing
    {
        private readonly Dictionary<string, (int Number, int Line)> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<int, (string Folder, int Line)> _folders = [];

        public void Check(ListLine line, string folder, int number)
        {
            if (!_numbers.TryAdd(folder, (number, line.Number)) && _numbers[folder].Number != number)
                throw line.Fault($"the number {_numbers[folder].Number} for the folder '{folder}' as on line {_numbers[folder].Line}", $"{number}");
            if (!_folders.TryAdd(number, (folder, line.Number)) && _folders[number].Folder != folder)
                throw line.Fault($"the folder '{_folders[number].Folder}' for the number {number} as on line {_folders[number].Line}", $"'{folder}'");
        }
    }

    /// <summary>The class index: a number and a name a line.</summary>
    private sealed class ClassIndex(string file)
    {
        private readonly Dictionary<int, (string Name, int Line)> _names = [];
        private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

        public static ClassIndex Read(string file)
        {
            ClassIndex index = new(file);
            foreach (ListLine line in ListLine.ReadAll(file))
            {
                string text = line.Text.Trim();
                int space = text.IndexOfAny([' ', '\t']);
                if (space < 0 || !int.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                    throw line.Fault("a number and a class's name, such as '1 ApplyEyeMakeup'");
                string name = text[space..].Trim();
                if (!index._names.TryAdd(number, (name, line.Number)))
                    throw line.Fault($"a number other than that of '{index._names[number].Name}' on line {index._names[number].Line}", $"{number} again");
                if (!index._lines.TryAdd(name, line.Number))
                    throw line.Fault($"a name other than that on line {index._lines[name]}", $"'{name}' again");
            }
            return index._names.Count > 0 ? index : throw new VideoListException(file, 0, "at least one class", "none");
        }

        public void Check(ListLine line, string folder, int? number)
        {
            if (number is null)
            {
                if (!_lines.ContainsKey(folder))
                    throw line.Fault($"a folder that is called as one of the {_lines.Count} classes of '{file}'", $"'{folder}'");
            }
            else if (!_names.TryGetValue(number.Value, out (string Name, int Line) @class))
            {
                throw line.Fault($"the number of one of the {_names.Count} classes of '{file}'", $"{number}");
            }
            else if (@class.Name != folder)
            {
                throw line.Fault($"the folder '{@class.Name}' for the number {number} as '{file}' says on line {@class.Line}", $"'{folder}'");
            }
        }
    }
}
