namespace Cacl.Clips.Tests;

public sealed class ChangingSizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Going_back_in_a_video_whose_frames_become_smaller_reads_as_going_on_does()
    {
        byte[] large = Write("large.mpg", new FrameSize(128, 96)), small = Write("small.mpg", new FrameSize(96, 64));
        string path = _folder["both.mpg"];
        File.WriteAllBytes(path, [.. large, .. small]);

        using VideoFile file = VideoFile.Open(path);
        Assert.InRange(file.ReadAll(16).FrameCount, 16, 20);
        byte[] frame = new byte[16 * 16 * 3];
        // Each of these opens the file anew, and the first picture that it asks for is not the first of the file.
        foreach (int number in new[] { 15, 14, 13, 2 })
            file.Read([number], new FrameSize(16, 16), frame);
    }

    private byte[] Write(string name, FrameSize size)
    {
        string path = _folder[name];
        try
        {
            using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "PIM1");
            for (int i = 0; i < 10; i++)
                writer.Write(Enumerable.Repeat((byte)(20 + 20 * i), size.ByteCount).ToArray());
        }
        catch (NotSupportedException exception)
        {
            Assert.Skip(exception.Message);
        }
        return File.ReadAllBytes(path);
    }
}
