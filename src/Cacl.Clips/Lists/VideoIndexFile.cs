using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cacl.Clips;

/// <summary>The file of a <see cref="VideoIndex"/>: a line that says what it is, then a line of JSON a video.</summary>
internal static class VideoIndexFile
{
    private const string FirstLine = """{"format":"cacl-video-index","version":2}""";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter<VideoFault>(namingPolicy: null, allowIntegerValues: false), new JsonStringEnumConverter<VideoEndingKind>(namingPolicy: null, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The file is read by nothing that would take letters beyond ASCII for markup.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static List<ExaminedVideo> Read(string file)
    {
        string folder = FolderOf(file);
        List<ExaminedVideo> videos = [];
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            if (++number == 1)
            {
                if (line != FirstLine)
                    throw Fault(file, number, FirstLine, ListLine.Quote(line));
                continue;
            }
            ExaminedVideo video;
            try
            {
                video = JsonSerializer.Deserialize<ExaminedVideo>(line, Json) ?? throw new JsonException();
            }
            catch (JsonException)
            {
                throw Fault(file, number, "the JSON of a video", ListLine.Quote(line));
            }
            videos.Add(video with { Path = Path.GetFullPath(video.Path, folder), ModifiedUtc = video.ModifiedUtc.ToUniversalTime() });
        }
        return number > 0 ? videos : throw Fault(file, 1, FirstLine, "nothing");
    }

    public static void Write(string file, IReadOnlyList<ExaminedVideo> videos)
    {
        string folder = FolderOf(file);
        string half = Path.Join(folder, $".{Path.GetFileName(file)}.{Guid.NewGuid():N}.part");
        try
        {
            using (FileStream stream = new(half, FileMode.CreateNew, FileAccess.Write))
            {
                using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
                writer.WriteLine(FirstLine);
                foreach (ExaminedVideo video in videos)
                    writer.WriteLine(JsonSerializer.Serialize(video with { Path = Shorten(video.Path, folder) }, Json));
                writer.Flush();
                // On the disk before it takes the name: a machine that goes down leaves the old file or the new one.
                stream.Flush(flushToDisk: true);
            }
            File.Move(half, file, overwrite: true);
        }
        catch
        {
            File.Delete(half);
            throw;
        }
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    private static string Shorten(string path, string folder)
    {
        string below = folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar;
        return path.StartsWith(below, StringComparison.Ordinal) ? path[below.Length..] : path;
    }

    private static InvalidDataException Fault(string file, int line, string expected, string found) =>
        new($"Can't read the video index '{file}', line {line}: expected {expected}, found {found}. Delete it to have the videos examined anew.");
}
