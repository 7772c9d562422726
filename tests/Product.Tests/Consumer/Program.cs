// A user's program. What the packages' readmes show lies beside it, each in a class of its own; this makes the videos for them.
using Cacl.Clips;

Directory.CreateDirectory("videos/across");
Directory.CreateDirectory("videos/down");
for (int i = 0; i < 3; i++)
{
    Render($"videos/across/{i}.avi", across: 2, down: 0, start: i);
    Render($"videos/down/{i}.avi", across: 0, down: 2, start: i);
}

Render("walk.avi", across: 1, down: 1, start: 0);
Readmes.Run();

// A bright square on its way over a dark ground.
static void Render(string path, int across, int down, int start)
{
    var size = new FrameSize(48, 40);
    using VideoFileWriter writer = VideoFileWriter.Create(path, size, 25, "MJPG");
    for (int frame = 0; frame < 40; frame++)
    {
        byte[] pixels = new byte[size.ByteCount];
        for (int y = 0; y < 12; y++)
            for (int x = 0; x < 12; x++)
                pixels.AsSpan(((7 * start + y + down * frame) % size.Height * size.Width + (5 * start + x + across * frame) % size.Width) * 3, 3).Fill((byte)(120 + 40 * start));
        writer.Write(pixels);
    }
}
