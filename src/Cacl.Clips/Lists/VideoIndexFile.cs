using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cacl.Files;

namespace Cacl.Clips;

/// <summary>The file of a <see cref="VideoIndex"/>: a line that says what it is, then a line of JSON a video.</summary>
internal static class VideoIndexFile
{
    private const string Format = "cacl-video-index";
    private const int Version = 3;
    private const string FirstLine = """{"format":"cacl-video-index","version":3,"decoder":"..."}""";

    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(50), LongestLockWait = TimeSpan.FromSeconds(10);

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

    /// <summary>Reads the decoder that the videos were examined with, and them. A last line that was cut off is left out: writing or copying the file was not finished.</summary>
    public static (string Decoder, List<ExaminedVideo> Videos) Read(string file)
    {
        string? decoder = null;
        string folder = FolderOf(file);
        List<ExaminedVideo> videos = [];
        int number = 0;
        string? faulty = null;
        bool isLast = true;
        foreach (string line in File.ReadLines(file))
        {
            if (faulty is not null)
            {
                isLast = false;
                break;
            }
            if (++number == 1)
            {
                decoder = Parse<Header>(line) is { Format: Format, Version: Version } header
                    ? header.Decoder
                    : throw Fault(file, number, FirstLine, ListLine.Quote(line));
                continue;
            }
            if (Parse<ExaminedVideo>(line) is { } video && FileStamp.CanBeAPath(video.Path))
                videos.Add(video with { Path = Path.GetFullPath(video.Path, folder), ModifiedUtc = video.ModifiedUtc.ToUniversalTime() });
            else
                faulty = line;
        }
        if (decoder is null)
            throw Fault(file, 1, FirstLine, "nothing");
        return faulty is null || (isLast && LacksEnd(file)) ? (decoder, videos) : throw Fault(file, number, "the JSON of a video", ListLine.Quote(faulty));
    }

    /// <summary>Keeps other processes that take the lock from the file until it is disposed; null when that can't be had in a few seconds.</summary>
    public static IDisposable? Lock(string file)
    {
        string path = Path.Join(FolderOf(file), $".{Path.GetFileName(file)}.lock");
        for (TimeSpan waited = default; waited < LongestLockWait; waited += LockRetry)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException exception) when (exception.GetType() == typeof(IOException))
            {
                Thread.Sleep(LockRetry);
            }
        }
        return null;
    }

    /// <summary>Writes the file anew. Videos whose paths can't be any file's are left out: nothing is known of them.</summary>
    public static void Write(string file, IReadOnlyList<ExaminedVideo> videos) => Named(file, () => AtomicFile.Write(file, stream =>
    {
        string folder = FolderOf(file);
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(JsonSerializer.Serialize(new Header(Format, Version, DecoderVersion.Text), Json));
        foreach (ExaminedVideo video in videos.Where(video => FileStamp.CanBeAPath(video.Path)))
            writer.WriteLine(JsonSerializer.Serialize(video with { Path = Shorten(video.Path, folder) }, Json));
    }));

    /// <summary>Makes sure that an index can be written, so that no video is decoded in vain; leaves one that exists as it is.</summary>
    public static void CheckPlace(string file) => Named(file, () => AtomicFile.CheckPlace(file));

    /// <summary>Works on an index in a folder that is there, and names the index where that fails.</summary>
    private static void Named(string file, Action work)
    {
        if (Directory.Exists(file))
            throw new IOException(Unwritable("it is a folder"));
        string folder = FolderOf(file);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException(Unwritable($"there is no folder '{folder}'"));
        try
        {
            work();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException(Unwritable($"this process may not write in the folder '{folder}'"), exception);
        }
        catch (IOException exception)
        {
            throw new IOException(Unwritable(exception.Message.TrimEnd('.')), exception);
        }

        string Unwritable(string cause) => $"Can't write the video index '{file}': {cause}.";
    }

    /// <summary>Whether the last line of a file has no end.</summary>
    private static bool LacksEnd(string file)
    {
        using FileStream stream = File.OpenRead(file);
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() != '\n';
    }

    private static T? Parse<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json);
        }
        catch (JsonException)
        {
            return null;
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

    private sealed record Header(string Format, int Version, string Decoder);
}
