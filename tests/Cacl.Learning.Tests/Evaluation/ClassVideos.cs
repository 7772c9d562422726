using Cacl.Clips;

namespace Cacl.Learning.Tests;

/// <summary>Small video files of two classes, a square that moves across or down, for training and for testing.</summary>
public sealed class ClassVideos : IDisposable
{
    public ClassVideos()
    {
        Folder = Directory.CreateTempSubdirectory("cacl evaluation ü-").FullName;
        Train = Write("train", 6, 0);
        Test = Write("test", 3, 6);
    }

    public string Folder { get; }

    public IReadOnlyList<VideoEntry> Train { get; }

    public IReadOnlyList<VideoEntry> Test { get; }

    public VideoProtocol Protocol => new("Squares", Train, Test);

    /// <summary>A network with random weights, for which these videos are large enough.</summary>
    public VideoEncoder MakeEncoder(int seed = 1)
    {
        CaclOptions options = MovingClips.Options with { Steps = 0, Seed = seed, ContrastWeight = 0, BatchSize = 16, Augmentation = new AugmentationOptions() };
        using TrainingResult result = new CaclTrainer(options).Train([.. Train.Select(video => video.Path)]);
        return result.Encoder.Copy(TorchSharp.torch.CPU);
    }

    /// <summary>A file that is no video, of a class.</summary>
    public VideoEntry AddFaulty(string name)
    {
        string path = Path.Join(Folder, name);
        File.WriteAllText(path, "no video");
        return new VideoEntry(path, "across");
    }

    /// <summary>A video that lacks its last frames, of a class.</summary>
    public VideoEntry AddCut(string name)
    {
        string path = Path.Join(Folder, name);
        File.Copy(Train[0].Path, path);
        using FileStream stream = File.OpenWrite(path);
        stream.SetLength(stream.Length * 9 / 10);
        return new VideoEntry(path, Train[0].Label);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private List<VideoEntry> Write(string part, int count, int first)
    {
        var videos = new List<VideoEntry>();
        foreach (string label in new[] { "across", "down" })
        {
            Directory.CreateDirectory(Path.Join(Folder, part, label));
            for (int i = first; i < first + count; i++)
            {
                videos.Add(new VideoEntry(Path.Join(Folder, part, label, $"{i}.avi"), label));
                Write(videos[^1].Path, label == "across" ? (2, 0) : (0, 2), i);
            }
        }

        return videos;
    }

    private static void Write(string path, (int X, int Y) step, int start)
    {
        FrameSize size = MovingClips.Size;
        using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "MJPG");
        for (int frame = 0; frame < 12; frame++)
        {
            var pixels = new byte[size.ByteCount];
            for (int y = 0; y < 6; y++)
            {
                for (int x = 0; x < 6; x++)
                {
                    int row = (start * 5 + y + step.Y * frame) % size.Height, column = (start * 3 + x + step.X * frame) % size.Width;
                    pixels.AsSpan((row * size.Width + column) * 3, 3).Fill((byte)(150 + 10 * start));
                }
            }

            writer.Write(pixels);
        }
    }
}
