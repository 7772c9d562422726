using System.Diagnostics;
using Cacl.Clips;

namespace Cacl.Benchmarks.Input;

/// <summary>Reads whole files, and frames out of them.</summary>
internal static class Decoding
{
    public static Answer Whole(Message message)
    {
        var size = new FrameSize(message.Width, message.Height);
        var clock = Stopwatch.StartNew();
        DecodedVideo video;
        using (VideoFile file = VideoFile.Open(message.Path!))
            video = file.ReadAll(size);
        double seconds = clock.Elapsed.TotalSeconds;

        if (message.Save is { } save)
        {
            using FileStream stream = File.Create(save);
            for (int frame = 0; frame < video.FrameCount; frame++)
                stream.Write(video.Frame(frame));
        }
        return new Answer(seconds, video.FrameCount);
    }

    public static Answer Clip(Message message)
    {
        var size = new FrameSize(message.Width, message.Height);
        SeekTable? table = message.Way == "seek" ? Examined.Of(message.Path!) : null;
        var clock = Stopwatch.StartNew();
        byte[] pixels = new byte[message.Frames!.Length * size.ByteCount];
        using (VideoFile file = VideoFile.Open(message.Path!, null, table))
            file.Read(message.Frames, size, pixels);
        double seconds = clock.Elapsed.TotalSeconds;

        if (message.Save is { } save)
            File.WriteAllBytes(save, pixels);
        return new Answer(seconds, message.Frames.Length);
    }
}
