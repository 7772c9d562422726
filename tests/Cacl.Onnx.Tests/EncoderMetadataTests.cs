using Cacl.Clips;

namespace Cacl.Onnx.Tests;

public sealed class EncoderMetadataTests
{
    private static readonly EncoderMetadata Some = new()
    {
        Clips = new ClipOptions { Frames = 8, Interval = 3, ShortSide = 40, FixedSize = new FrameSize(48, 40), CropSize = 32, ShortVideos = ShortVideoPolicy.Hold, LeastReadable = 0.5, Segment = VideoSegment.FirstHalf },
        EmbedClips = 5,
        Method = "cacl",
        TrainingVideos = 9537,
        License = "MIT, with \"quotes\"\nand two lines",
    };

    [Fact]
    public void Properties_bring_back_the_metadata_they_were_made_of() =>
        Assert.Equal(Some, EncoderMetadata.FromProperties("some.onnx", Some.ToProperties()));

    [Fact]
    public void Properties_say_each_setting_in_words_that_other_programs_read()
    {
        SortedDictionary<string, string> properties = Some.ToProperties();

        Assert.Equal(
            ["cacl.clip", "cacl.embedClips", "cacl.format", "cacl.license", "cacl.method", "cacl.trainingVideos"], properties.Keys);
        Assert.Equal(
            """{"frames":8,"interval":3,"shortSide":40,"fixedSize":{"width":48,"height":40},"cropSize":32,"shortVideos":"Hold","leastReadable":0.5,"segment":{"start":0,"end":0.5}}""",
            properties["cacl.clip"]);
        Assert.Equal(("5", "1", "9537"), (properties["cacl.embedClips"], properties["cacl.format"], properties["cacl.trainingVideos"]));
    }

    [Fact]
    public void A_file_of_another_program_has_no_metadata() =>
        Assert.Null(EncoderMetadata.FromProperties("some.onnx", new Dictionary<string, string> { ["author"] = "someone" }));

    [Theory]
    [InlineData("cacl.format", "2", "The encoder 'some.onnx' has metadata of format 2; this version of the library reads format 1.")]
    [InlineData("cacl.embedClips", "ten", "The encoder 'some.onnx' has damaged metadata: cacl.embedClips is 'ten'; it must be a whole number of at most 2147483647.")]
    [InlineData("cacl.embedClips", "0", "The encoder 'some.onnx' has damaged metadata: EmbedClips is 0; it must be from 1 to 10000.")]
    [InlineData("cacl.clip", """{"frames":1000,"interval":3,"shortSide":1000,"fixedSize":null,"cropSize":1000,"shortVideos":"Hold","leastReadable":0.5,"segment":{"start":0,"end":1}}""", "The encoder 'some.onnx' has damaged metadata: EmbedClips takes 5 clips of 1000 frames of 1000x1000 pixels, 3000000000 bytes each; together they must be at most 2147483591 bytes.")]
    [InlineData("cacl.trainingVideos", null, "The encoder 'some.onnx' has damaged metadata: cacl.trainingVideos is missing.")]
    [InlineData("cacl.license", null, "The encoder 'some.onnx' has damaged metadata: cacl.license is missing.")]
    [InlineData("cacl.clip", null, "The encoder 'some.onnx' has damaged metadata: cacl.clip is missing.")]
    [InlineData("cacl.crop", "32", "The encoder 'some.onnx' has damaged metadata: there is no property cacl.crop; the properties of format 1 are cacl.clip, cacl.embedClips, cacl.format, cacl.license, cacl.method, cacl.trainingVideos, cacl.sha256.")]
    [InlineData("cacl.clip", "null", "The encoder 'some.onnx' has damaged metadata: the settings in cacl.clip can't be used: they are null.")]
    [InlineData("cacl.clip", """{"interval":0,"shortVideos":"Hold"}""", "The encoder 'some.onnx' has damaged metadata: the settings in cacl.clip can't be used: Clips.Interval is 0; it must be from 1 to 1000.")]
    public void Damaged_and_newer_metadata_is_refused_with_what_is_wrong(string key, string? value, string message)
    {
        SortedDictionary<string, string> properties = Some.ToProperties();
        properties.Remove(key);
        if (value is not null)
            properties[key] = value;

        var exception = Assert.Throws<InvalidDataException>(() => EncoderMetadata.FromProperties("some.onnx", properties));

        Assert.Equal(message, exception.Message);
    }

    [Theory]
    [InlineData("\"interval\":3,", "", "The setting interval is missing.")]
    [InlineData("\"start\":0,", "", "The setting segment.start is missing.")]
    [InlineData("\"cropSize\":32,", "\"cropSize\":32,\"crop\":1,", "There is no setting crop.")]
    [InlineData("\"height\"", "\"Height\"", "Clips.FixedSize is 48x0; both sides must be from CropSize (32) to 4096 pixels.")]
    [InlineData("\"leastReadable\"", "\"readable\"", "The setting leastReadable is missing. There is no setting readable.")]
    public void Clip_settings_are_all_there_and_no_others(string what, string by, string fault)
    {
        SortedDictionary<string, string> properties = Some.ToProperties();
        Assert.Contains(what, properties["cacl.clip"]);
        properties["cacl.clip"] = properties["cacl.clip"].Replace(what, by, StringComparison.Ordinal);

        var exception = Assert.Throws<InvalidDataException>(() => EncoderMetadata.FromProperties("some.onnx", properties));

        Assert.Equal($"The encoder 'some.onnx' has damaged metadata: the settings in cacl.clip can't be used: {fault}", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"frames":"many"}""")]
    [InlineData("""{"shortVideos":"Sometimes"}""")]
    [InlineData("""{"interval":2,"interval":3}""")]
    [InlineData("""{"segment":null}""")]
    public void Clip_settings_that_are_no_settings_are_refused_by_name(string json)
    {
        SortedDictionary<string, string> properties = Some.ToProperties();
        properties["cacl.clip"] = json;

        var exception = Assert.Throws<InvalidDataException>(() => EncoderMetadata.FromProperties("some.onnx", properties));

        Assert.StartsWith("The encoder 'some.onnx' has damaged metadata: the settings in cacl.clip can't be used: ", exception.Message, StringComparison.Ordinal);
    }
}
