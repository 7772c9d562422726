using System.Diagnostics;
using System.Globalization;
using Cacl.Clips;

namespace Cacl.Benchmarks.Input;

/// <summary>Small videos, made and then read again and again.</summary>
internal static class SmallVideos
{
    private const int Files = 24, Frames = 40, NamedEvery = 50;

    private static int _sample;

    /// <summary>Writes videos in several codecs into a folder.</summary>
    public static Answer Make(string folder)
    {
        var size = new FrameSize(96, 72);
        byte[] pixels = new byte[size.ByteCount];
        (string Codec, string Ending)[] kinds = [("MJPG", "avi"), ("XVID", "avi"), ("mp4v", "mp4")];
        for (int i = 0; i < Files; i++)
        {
            (string codec, string ending) = kinds[i % kinds.Length];
            using VideoFileWriter writer = VideoFileWriter.Create(Path.Combine(folder, $"{i:d2}.{ending}"), size, 25, codec);
            for (int frame = 0; frame < Frames; frame++)
            {
                for (int at = 0; at < pixels.Length; at++)
                    pixels[at] = (byte)(at / 7 + frame * (i + 3));
                writer.Write(pixels);
            }
        }
        return new Answer(Frames: Frames);
    }

    /// <summary>Takes a clip from a file that is opened for it, so often; then says the resident size.</summary>
    /// <param name="message">The first so many (its frame count) of its paths were made here, the others are taken now and then.</param>
    public static Answer Read(Message message)
    {
        string[] paths = message.Paths!;
        int made = message.FrameCount, named = paths.Length - made;
        var options = new ClipOptions { ShortSide = 72, CropSize = 64, ShortVideos = ShortVideoPolicy.Tile };
        var clock = Stopwatch.StartNew();
        Parallel.For(0, message.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, _ =>
        {
            int sample = Interlocked.Increment(ref _sample);
            bool isNamed = named > 0 && sample % NamedEvery == 0;
            string path = isNamed ? paths[made + sample / NamedEvery % named] : paths[sample % made];
            var random = new SampleRandom(1, 0, sample);
            using var reader = new ClipReader(path, options);
            RawClip clip = reader.Random(ref random);
            clip.CropCentre(options.Frames, options.CropSize, new byte[options.Frames * options.CropSize * options.CropSize * 3]);
        });
        return new Answer(clock.Elapsed.TotalSeconds, message.Count, Resident());
    }

    private static long Resident()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}
