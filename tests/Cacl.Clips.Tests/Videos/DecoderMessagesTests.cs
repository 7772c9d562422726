using System.Diagnostics;

namespace Cacl.Clips.Tests;

public sealed class DecoderMessagesTests : IDisposable
{
    private const string Video = "CACL_TEST_DAMAGED_VIDEO", Silence = "CACL_TEST_SILENCE";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_that_asks_for_silence_hears_nothing_of_damage_on_standard_error()
    {
        string path = NumberedVideo.Write(_folder["cut.avi"], 10);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^(int)(new FileInfo(path).Length / 3)]);

        // The first shows that there is something to hear.
        Assert.Contains("[mjpeg @ ", await Read(path, silently: false), StringComparison.Ordinal);
        Assert.Empty(await Read(path, silently: true));
    }

    [Fact(Explicit = true)]
    public void Read_a_damaged_video()
    {
        if (Environment.GetEnvironmentVariable(Silence) is not null)
            DecoderMessages.Silence();
        using VideoFile file = VideoFile.Open(Environment.GetEnvironmentVariable(Video)!);
        Assert.True(file.CountFrames() > 0);
    }

    private static async Task<string> Read(string path, bool silently)
    {
        using Process reader = OwnProcess.Start<DecoderMessagesTests>(nameof(Read_a_damaged_video), new Dictionary<string, string?>
        {
            [Video] = path,
            [Silence] = silently ? "1" : null,
            ["OPENCV_FFMPEG_LOGLEVEL"] = null,
            ["OPENCV_LOG_LEVEL"] = null,
        });
        return await OwnProcess.AssertPasses(reader);
    }
}
