using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cacl.Clips;
using LoadedModel;
using Microsoft.ML;

namespace Cacl.ML.Tests;

/// <summary>Models that were damaged, saved by a later version, or made by somebody else.</summary>
public sealed class DamagedModelTests(VideoSet set) : IClassFixture<VideoSet>
{
    /// <summary>What a model is told to be too new for.</summary>
    internal static string Version { get; } = typeof(EmbedTransformer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // How ML.NET writes text is its own affair.
    private static readonly Encoding[] TextEncodings = [Encoding.UTF8, Encoding.Unicode];

    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void Options_in_which_a_digit_changed_are_refused()
    {
        using OwnedModel model = Loaded(Replaced(Saved(), "\\\"frames\\\":6", "\\\"frames\\\":5"));
        string video = Directory.EnumerateFiles(set.Folder, "*.avi", SearchOption.AllDirectories).First();

        var fault = Assert.Throws<InvalidDataException>(() => ModelValues.Of(ml, model.Transformer, [video]));

        Assert.Equal("The model's LoadClip has damaged options: they are not those that were saved.", fault.Message);
    }

    [Fact]
    public void Options_of_a_newer_format_are_refused_with_what_to_do() => Refused(
        SavedOptions.Write("LoadClip", 2, new { NobodyKnowsYet = 1 }),
        $"The model's LoadClip is of format 2; this version of Cacl.ML ({Version}) reads format 1. Load the model with the version that saved it, or a later one.");

    [Fact]
    public void Options_of_a_format_that_never_was_are_refused() =>
        Refused(SavedOptions.Write("LoadClip", 0, Options), "The model's LoadClip has damaged options: they are of format 0, which there never was.");

    [Fact]
    public void Options_of_another_component_are_refused() =>
        Refused(SavedOptions.Write("Else", 1, Options), "The model's LoadClip has damaged options: they are those of 'Else'.");

    [Fact]
    public void Options_that_are_out_of_range_are_refused() => Refused(
        SavedOptions.Write("LoadClip", 1, Options with { Clips = SavedClipOptions.Of(VideoSet.Clips with { Frames = 1 }) }),
        "The model's LoadClip has damaged options: LoadClipOptions: Clips.Frames is 1; it must be from 2 to 1024.");

    [Fact]
    public void Options_that_lack_one_are_refused() =>
        Refused(SavedOptions.Write("LoadClip", 1, new { Seed = 1 }), "The model's LoadClip has damaged options: JSON deserialization for type 'Cacl.ML.SavedLoadClipOptions' was missing required properties");

    [Fact]
    public void Options_whose_clips_lack_one_or_have_one_that_there_is_not_are_refused_by_its_name()
    {
        JsonNode options = JsonNode.Parse(SavedOptions.Write("LoadClip", 1, Options))!["options"]!;
        JsonObject clips = options["clips"]!["taken"]!.AsObject();
        Assert.True(clips.Remove("interval"));
        Refused(SavedOptions.Write("LoadClip", 1, options), "The model's LoadClip has damaged options: The setting clips.taken.interval is missing.");

        clips["interval"] = 1;
        options["clips"]!["stride"] = 1;
        Refused(SavedOptions.Write("LoadClip", 1, options), "The model's LoadClip has damaged options: ");
    }

    [Theory]
    [InlineData("{\"component\"")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("{\"component\":\"LoadClip\",\"format\":1}")]
    public void Options_that_are_none_are_refused(string text) => Refused(text, "The model's LoadClip has damaged options: ");

    [Theory]
    [InlineData("clips")]
    [InlineData("taken")]
    [InlineData("selection")]
    public void Options_that_are_null_within_are_refused(string name)
    {
        JsonNode options = JsonNode.Parse(JsonSerializer.Serialize(Options, JsonSerializerOptions.Web))!;
        (name == "taken" ? options["clips"]! : options)[name] = null;

        Refused(SavedOptions.Write("LoadClip", 1, options), "The model's LoadClip has damaged options: ");
    }

    [Fact]
    public void Clips_that_shuffled_options_do_not_speak_of_are_refused()
    {
        string options = SavedOptions.Write("SampleShuffleDegree", 1, new SavedSampleShuffleDegree.Options { Sampling = ShuffleSampling.UniformDegree, Seed = 1, Clip = [6, 16, 16, 3] });
        var source = new SavedSampleShuffleDegree.Source { Options = options.AsMemory(), Clip = new(12, new byte[12]) };

        var fault = Assert.Throws<InvalidDataException>(() => new SavedSampleShuffleDegree().GetMapping()(source, new()));

        Assert.Equal("The model's SampleShuffleDegree shuffles clips of 4608 bytes; a row has one of 12.", fault.Message);
    }

    [Theory]
    [InlineData("1, 16, 16, 3", "Column 'cacl.clip' has clips of 1 frames; their order can be shuffled from 2 to 1024 frames.")]
    [InlineData("100000, 100000, 100000, 3", "")]
    [InlineData("-1, 1, 1, 3", "")]
    [InlineData("", "")]
    public void Shapes_that_no_clip_has_are_refused(string shape, string what)
    {
        int[] clip = [.. shape.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        string options = SavedOptions.Write("SampleShuffleDegree", 1, new SavedSampleShuffleDegree.Options { Sampling = ShuffleSampling.UniformDegree, Seed = 1, Clip = clip });
        var source = new SavedSampleShuffleDegree.Source { Options = options.AsMemory() };

        var fault = Assert.Throws<InvalidDataException>(() => new SavedSampleShuffleDegree().GetMapping()(source, new()));

        Assert.StartsWith($"The model's SampleShuffleDegree has damaged options: {what}", fault.Message);
    }

    [Fact]
    public void A_model_that_was_cut_off_is_refused_by_MLNET()
    {
        byte[] model = Saved();

        var fault = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(new MemoryStream(model[..(model.Length / 2)]), out _));

        Assert.Equal("Failed to open a zip archive", fault.Message);
    }

    [Fact]
    public void A_flipped_bit_never_gives_a_model_that_reads_other_clips()
    {
        byte[] model = Saved();
        string video = Directory.EnumerateFiles(set.Folder, "*.avi", SearchOption.AllDirectories).First();
        using OwnedModel whole = Loaded(model);
        IReadOnlyList<string> expected = ModelValues.Of(ml, whole.Transformer, [video]);
        var random = new Random(4);
        for (int trial = 0; trial < 60; trial++)
        {
            byte[] damaged = [.. model];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            IReadOnlyList<string>? found = null;
            try
            {
                using OwnedModel loaded = Loaded(damaged);
                found = ModelValues.Of(ml, loaded.Transformer, [video]);
            }
            catch (Exception exception) when (exception is not (AccessViolationException or OutOfMemoryException or NullReferenceException))
            {
            }

            if (found is not null)
                Assert.Equal(expected, found);
        }
    }

    private static SavedLoadClipOptions Options => SavedLoadClipOptions.Of(new LoadClipOptions { Clips = VideoSet.Clips }, "Clip", "VideoPath");

    private static void Refused(string options, string message)
    {
        var source = new SavedLoadClip.Source { Options = options.AsMemory(), Path = "any.avi".AsMemory() };

        var fault = Assert.Throws<InvalidDataException>(() => new SavedLoadClip().GetMapping()(source, new()));

        Assert.StartsWith(message, fault.Message);
    }

    private byte[] Saved()
    {
        IDataView videos = ml.Video().LoadFromFolder(set.Folder);
        var stream = new MemoryStream();
        ml.Model.Save(ml.Video().Transforms.LoadClip("Clip", "VideoPath", new LoadClipOptions { Clips = VideoSet.Clips }).Fit(videos), videos.Schema, stream);
        return stream.ToArray();
    }

    private static byte[] Replaced(byte[] model, string from, string to)
    {
        var stream = new MemoryStream();
        stream.Write(model);
        int found = 0;
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in archive.Entries.ToArray())
            {
                byte[] content = Content(entry);
                if (Array.Find(TextEncodings, encoding => content.AsSpan().IndexOf(encoding.GetBytes(from)) >= 0) is not { } text)
                    continue;
                found++;
                text.GetBytes(to).CopyTo(content, content.AsSpan().IndexOf(text.GetBytes(from)));
                using Stream changed = entry.Open();
                changed.Write(content);
            }
        }

        Assert.Equal(1, found);
        return stream.ToArray();
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static OwnedModel Loaded(byte[] model) => new(new MLContext().Model.Load(new MemoryStream(model), out _));

    private sealed record OwnedModel(ITransformer Transformer) : IDisposable
    {
        public void Dispose() => (Transformer as IDisposable)?.Dispose();
    }
}
