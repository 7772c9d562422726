using Cacl.Clips;
using Cacl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML.Tests;

public class EmbedRefusalTests(VideoSet set) : IClassFixture<VideoSet>
{
    private const string Expected = "expected text (paths of videos), a vector of Byte [frames, height, width, 3] or [clips, frames, height, width, 3] (clips), or a vector of Byte of unknown size (the bytes of a video file).";

    private readonly MLContext ml = new(seed: 1);

    private IDataView Videos => ml.Video().LoadFromFolder(set.Folder);

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => Embed("Path").Fit(Videos));

        Assert.Equal($"Column 'Path' is missing; {Expected[..^1]}. There are: VideoPath, Label.", fault.Message);
    }

    [Fact]
    public void A_column_of_another_type_is_named_with_its_type()
    {
        IDataView numbers = ml.Data.LoadFromEnumerable(new[] { new { VideoPath = 3f } });
        IDataView fixedBytes = ml.Data.LoadFromEnumerable(new[] { new Fixed() });

        Assert.Equal($"Column 'VideoPath' is Single; {Expected}", Assert.ThrowsAny<ArgumentException>(() => Embed("VideoPath").Fit(numbers)).Message);
        Assert.Equal($"Column 'Bytes' is Vector<Byte, 4>; {Expected}", Assert.ThrowsAny<ArgumentException>(() => Embed("Bytes").Fit(fixedBytes)).Message);
    }

    [Fact]
    public void A_chain_refuses_a_wrong_column_before_it_reads_a_video()
    {
        var pipeline = ml.Transforms.CopyColumns("Copy", "Label").Append(ml.Transforms.Conversion.MapValueToKey("Key", "Label")).Append(Embed("Key"));

        var fault = Assert.ThrowsAny<ArgumentException>(() => pipeline.Fit(Videos));

        Assert.StartsWith("Column 'Key' is ", fault.Message);
        Assert.EndsWith(Expected, fault.Message);
    }

    [Fact]
    public void Clips_that_the_encoder_does_not_take_are_told_with_those_that_it_takes()
    {
        var small = new LoadClipOptions { Clips = VideoSet.Clips with { Frames = 5, ShortSide = 12, CropSize = 12 } };
        var pipeline = ml.Video().Transforms.LoadClip("Clip", "VideoPath", small).Append(Embed("Clip"));

        var fault = Assert.ThrowsAny<ArgumentException>(() => pipeline.Fit(Videos));

        Assert.Equal($"Column 'Clip' has clips of 5 frames of 12 x 12 pixels; the encoder '{EncoderFile.Path}' takes 6 frames of at least 16 x 16.", fault.Message);
    }

    [Fact]
    public void An_encoder_of_another_program_asks_how_clips_are_taken()
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Foreign).Fit(Videos));

        Assert.Equal($"Column 'VideoPath' is String, and the encoder '{EncoderFile.Foreign}' does not say how clips are taken from videos. Set EmbedOptions.Featurizer.Clips: 6 frames of 16 x 16 pixels.", fault.Message);
    }

    [Fact]
    public void Clips_that_do_not_fit_the_encoder_are_told_when_it_is_opened()
    {
        var options = new EmbedOptions { Featurizer = new VideoFeaturizerOptions { Clips = new ClipOptions() } };

        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, options).Fit(Videos));

        Assert.Equal($"VideoFeaturizerOptions: Clips take 16 frames of 112 x 112 pixels; the encoder '{EncoderFile.Path}' takes 6 of 16 x 16.", fault.Message);
    }

    [Fact]
    public void Options_are_checked_at_once_and_all_faults_told()
    {
        var options = new EmbedOptions
        {
            Featurizer = new VideoFeaturizerOptions { Clips = VideoSet.Clips with { Interval = 0 }, ClipCount = 0, BatchSize = 2000, ThreadsPerRun = 0, GpuDeviceId = -1, TemporaryFolder = "nowhere" },
            FaultyVideos = (VideoFaultPolicy)7,
            FaultColumnName = "",
        };

        var fault = Assert.Throws<ArgumentException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", EncoderFile.Path, options));

        Assert.Equal(
            "EmbedOptions: Featurizer.Clips.Interval is 0; it must be from 1 to 1000. Featurizer.ClipCount is 0; it must be from 1 to 10000. Featurizer.BatchSize is 2000; it must be from 1 to 1024. "
            + "Featurizer.ThreadsPerRun is 0; it must be from 1 to 1024. Featurizer.GpuDeviceId is -1; it must be null or at least 0. Featurizer.TemporaryFolder is 'nowhere', and there is no such folder. "
            + "FaultyVideos is 7; it must be one of Throw, Skip, Flag. FaultColumnName is empty; it must be null or a name.",
            fault.Message);
    }

    [Fact]
    public void An_encoder_that_is_not_there_is_told_at_once()
    {
        var fault = Assert.Throws<FileNotFoundException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", "nowhere.onnx"));

        Assert.Equal("There is no encoder 'nowhere.onnx'.", fault.Message);
    }

    [Fact]
    public void A_folder_in_an_encoders_place_is_told_at_once()
    {
        var fault = Assert.Throws<FileNotFoundException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", set.Folder));

        Assert.Equal($"'{set.Folder}' is a folder; an encoder is a file, such as encoder.onnx.", fault.Message);
    }

    [Fact]
    public void A_file_that_is_no_encoder_is_told_when_it_is_opened()
    {
        string text = set.Add("no-encoder.onnx", "no encoder"u8.ToArray());

        var fault = Assert.Throws<InvalidDataException>(() => ml.Video().Transforms.Embed("Features", "VideoPath", text).Fit(Videos));

        Assert.StartsWith($"'{text}' holds no graph that ONNX Runtime can load: ", fault.Message);
    }

    private EmbedEstimator Embed(string input) => ml.Video().Transforms.Embed("Features", input, EncoderFile.Path);

    private sealed class Fixed
    {
        [VectorType(4)]
        public byte[] Bytes { get; set; } = [1, 2, 3, 4];
    }
}
