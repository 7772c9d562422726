using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cacl.Samples.SearchService.Tests;

public class RefusalTests(IndexedVideos videos) : IClassFixture<IndexedVideos>
{
    private static readonly CancellationToken Running = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("empty", 400, "empty", "empty")]
    [InlineData("text", 422, "notAVideo", "It is a text")]
    [InlineData("playlist", 422, "notAVideo", "playlist")]
    [InlineData("short", 422, "tooShort", "it has 3 frames")]
    [InlineData("half", 422, "corrupt", "Damaged or cut off")]
    [InlineData("sound", 422, "noVideoStream", "sound")]
    [InlineData("codec", 415, "unknownCodec", "QQQQ")]
    public async Task A_bad_upload_is_told_what_is_wrong_with_it(string content, int status, string reason, string detail)
    {
        await using RunningService service = await RunningService.Start(videos);

        HttpResponseMessage response = await service.Upload(BadContent(content), cancellation: Running);

        string problem = await AssertProblem(response, status, reason, detail);
        Assert.DoesNotContain("cacl-", problem);
        await service.NothingLeft();
        Assert.Equal((status, reason), (service.Log.Entries("Refused")[0]["Status"], service.Log.Entries("Refused")[0]["Reason"]));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused(string? type)
    {
        await using RunningService service = await RunningService.Start(videos);
        var content = new ByteArrayContent(videos.Content(0));
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        HttpResponseMessage response = await service.Client.PostAsync("search", content, Running);

        await AssertProblem(response, 415, "contentType", $"The request's content type is '{type}'; it must be multipart/form-data with a file in the field 'video'");
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "form", "its boundary is missing or too long")]
    [InlineData("multipart/form-data; boundary=b", "no form at all", "form", "it ends too early")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"video\"; filename=\"a.avi\"\r\n\r\ncut of", "form", "it ends too early")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"video\"\r\n\r\nno file\r\n--b--\r\n", "noFile", "The form has no file in a field 'video'.")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"film\"; filename=\"a.avi\"\r\n\r\nfile\r\n--b--\r\n", "noFile", "The form has no file in a field 'video'.")]
    public async Task A_form_without_a_whole_file_is_refused(string type, string body, string reason, string detail)
    {
        await using RunningService service = await RunningService.Start(videos);
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        HttpResponseMessage response = await service.Client.PostAsync("search", content, Running);

        await AssertProblem(response, 400, reason, detail);
        await service.NothingLeft();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    public async Task A_count_out_of_range_is_refused(string count)
    {
        await using RunningService service = await RunningService.Start(videos);

        await AssertProblem(await service.Upload(videos.Content(0), query: $"?count={count}", cancellation: Running), 400, "count", $"count is {count}; it must be from 1 to 100.");
    }

    [Fact]
    public async Task What_the_service_does_not_know_is_a_problem_too()
    {
        await using RunningService service = await RunningService.Start(videos);

        await AssertProblem(await service.Upload(videos.Content(0), query: "?count=many", cancellation: Running), 400);
        await AssertProblem(await service.Client.GetAsync("search", Running), 405);
        await AssertProblem(await service.Client.GetAsync("nothing", Running), 404);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_above_the_limit_is_refused_and_one_at_the_limit_is_not(bool chunked)
    {
        byte[] video = videos.Content(4);
        await using RunningService service = await RunningService.Start(videos, ["--Search:MostUploadBytes", $"{video.Length}"]);
        service.Client.DefaultRequestHeaders.TransferEncodingChunked = chunked;

        HttpResponseMessage fits = await service.Upload(video, cancellation: Running);
        HttpResponseMessage above = await service.Upload([.. video, 0], cancellation: Running);
        HttpResponseMessage farAbove = await service.Upload(new byte[(2 << 20) + 3 * video.Length], cancellation: Running);

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        await AssertProblem(above, 413, "uploadTooLarge", $"The upload is larger than {video.Length} bytes, which is the most that this service takes.");
        await AssertProblem(farAbove, 413, "uploadTooLarge", $"The upload is larger than {video.Length} bytes, which is the most that this service takes.");
        await service.NothingLeft();
    }

    [Fact]
    public async Task Frames_of_too_many_pixels_are_refused()
    {
        using var folder = new TemporaryFolder();
        await using RunningService service = await RunningService.Start(videos, ["--Search:MostPixels", "1728"]);
        string wide = folder.File("wide.avi");
        using (var writer = Clips.VideoFileWriter.Create(wide, new Clips.FrameSize(64, 36), 25, "MJPG"))
            for (int frame = 0; frame < 12; frame++)
                writer.Write(new byte[64 * 36 * 3]);

        Assert.Equal(HttpStatusCode.OK, (await service.Upload(videos.Content(0), cancellation: Running)).StatusCode);
        await AssertProblem(await service.Upload(File.ReadAllBytes(wide), cancellation: Running), 422, "tooLarge", "64x36");
    }

    [Fact]
    public async Task A_video_that_the_encoder_makes_nothing_of_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using RunningService service = await RunningService.Start(videos);
        string black = folder.File("black.avi");
        using (var writer = Clips.VideoFileWriter.Create(black, new Clips.FrameSize(48, 36), 25, "MJPG"))
            for (int frame = 0; frame < 12; frame++)
                writer.Write(new byte[48 * 36 * 3]);

        await AssertProblem(await service.Upload(File.ReadAllBytes(black), cancellation: Running), 422, "noDirection", "The encoder makes nothing of this video");
    }

    [Fact]
    public async Task Where_uploads_can_not_be_kept_the_service_says_so()
    {
        await using RunningService service = await RunningService.Start(videos);
        Directory.Delete(service.UploadFolder);

        HttpResponseMessage response = await service.Upload(videos.Content(0), cancellation: Running);

        Directory.CreateDirectory(service.UploadFolder);
        await AssertProblem(response, 507, "storage", "The service can't keep an upload just now.");
        Assert.Single(service.Log.Entries("An upload failed"));
    }

    internal static async Task<string> AssertProblem(HttpResponseMessage response, int status, string? reason = null, string detail = "")
    {
        string text = await response.Content.ReadAsStringAsync(Running);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using JsonDocument problem = JsonDocument.Parse(text);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        if (reason is not null)
            Assert.Equal(reason, problem.RootElement.GetProperty("reason").GetString());
        if (detail.Length > 0)
            Assert.Contains(detail, problem.RootElement.GetProperty("detail").GetString());
        return text;
    }

    private byte[] BadContent(string name) => name switch
    {
        "empty" => [],
        "text" => "Just a line of text.\n"u8.ToArray(),
        "playlist" => Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{videos.Paths[0]}\n#EXT-X-ENDLIST\n"),
        "short" => Short(),
        "half" => videos.Content(0)[..(videos.Content(0).Length / 2)],
        "sound" => Sound(),
        "codec" => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(videos.Content(0)).Replace("MJPG", "QQQQ", StringComparison.Ordinal)),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static byte[] Short()
    {
        using var folder = new TemporaryFolder();
        IndexedVideos.Write(folder.File("short.avi"), seed: 1, frames: 3);
        return File.ReadAllBytes(folder.File("short.avi"));
    }

    // A second of silence: RIFF, WAVE, 8,000 samples of 16 bits.
    private static byte[] Sound()
    {
        using var sound = new MemoryStream();
        using var writer = new BinaryWriter(sound);
        writer.Write("RIFF"u8);
        writer.Write(36 + 16_000);
        writer.Write("WAVEfmt "u8);
        foreach (int value in new[] { 16, 1 | (1 << 16), 8_000, 16_000, 2 | (16 << 16) })
            writer.Write(value);
        writer.Write("data"u8);
        writer.Write(16_000);
        writer.Write(new byte[16_000]);
        return sound.ToArray();
    }
}
