using System.Text.Json;
using Cacl.Clips;

namespace Cacl.Study;

/// <summary>Pieces of real videos whose class is the video that they are of, so that what is seen tells the class, and not what moves.</summary>
/// <remarks>Pieces to learn from are of a video's first half, those to measure on of its second; each shows a part of the frame.</remarks>
internal static class SceneSet
{
    private const int TrainPerVideo = 16, ValidatePerVideo = 8, Frames = 32, ShortSide = 64, Height = 48, Width = 64;
    private const double FramesPerSecond = 25;

    /// <summary>Writes FOLDER/train/VIDEO/NN.avi and FOLDER/validate/VIDEO/NN.avi, unless they were made of the same videos before.</summary>
    public static (string Train, string Validate) Write(string folder, IReadOnlyList<string> videos, CancellationToken cancellation)
    {
        string train = Path.Join(folder, "train"), validate = Path.Join(folder, "validate"), marker = Path.Join(folder, "scenes.json");
        string made = JsonSerializer.Serialize(videos.Select(video => $"{Path.GetFileName(video)} {new FileInfo(video).Length}").Append($"{TrainPerVideo} {ValidatePerVideo} {Frames} {ShortSide} {Width} {Height}"));
        if (File.Exists(marker) && File.ReadAllText(marker) == made)
            return (train, validate);
        Directory.CreateDirectory(folder);
        File.Delete(marker);
        for (int i = 0; i < videos.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using VideoFile file = VideoFile.Open(videos[i]);
            DecodedVideo video = file.ReadAll(ShortSide);
            if (video.FrameCount < 2)
                throw new InvalidDataException($"{videos[i]} has {video.FrameCount} frame; scenes need two halves.");
            int half = video.FrameCount / 2;
            string name = $"{i:00}";
            WritePieces(Path.Join(train, name), video, 0, half, TrainPerVideo, new SampleRandom(1, i, 0));
            WritePieces(Path.Join(validate, name), video, half, video.FrameCount - half, ValidatePerVideo, new SampleRandom(1, i, 1));
        }
        File.WriteAllText(marker, made);
        return (train, validate);
    }

    private static void WritePieces(string folder, DecodedVideo video, int first, int count, int pieces, SampleRandom random)
    {
        Directory.CreateDirectory(folder);
        var piece = new byte[Width * Height * 3];
        for (int i = 0; i < pieces; i++)
        {
            int left = random.NextInt(video.Size.Width - Width + 1), top = random.NextInt(video.Size.Height - Height + 1), start = random.NextInt(count);
            using VideoFileWriter writer = VideoFileWriter.Create(Path.Join(folder, $"{i:00}.avi"), new FrameSize(Width, Height), FramesPerSecond, "MJPG");
            for (int frame = 0; frame < Frames; frame++)
            {
                ReadOnlySpan<byte> pixels = video.Frame(first + BackAndForth(start + frame, count));
                for (int y = 0; y < Height; y++)
                    pixels.Slice(((top + y) * video.Size.Width + left) * 3, Width * 3).CopyTo(piece.AsSpan(y * Width * 3));
                writer.Write(piece);
            }
        }
    }

    // Some videos are shorter than a piece.
    private static int BackAndForth(int step, int count)
    {
        int turn = Math.Max(1, 2 * (count - 1)), at = step % turn;
        return at < count ? at : turn - at;
    }
}
