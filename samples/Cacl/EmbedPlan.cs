using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>What a command line asks to embed, checked, with the encoder opened.</summary>
internal sealed class EmbedPlan : IDisposable
{
    private EmbedPlan(string output, OpenedEncoder encoder)
    {
        Output = output;
        Encoder = encoder;
        EncoderIdentity = encoder.Identity();
    }

    /// <summary>Where the vectors go, as it was given.</summary>
    internal string Output { get; }

    /// <summary>The file to write, which is another where what was given is a link.</summary>
    internal string Target { get; private init; } = "";

    /// <summary>The file that keeps what was done; null where the vectors go through a pipe, from which nothing can go on.</summary>
    internal string? Journal => OutputFile.IsStream(Output) ? null : Output + ".rows";

    internal required string Format { get; init; }

    internal OpenedEncoder Encoder { get; }

    /// <summary>What tells the encoder's vectors from those of others.</summary>
    internal string EncoderIdentity { get; }

    internal required IReadOnlyList<VideoEntry> Videos { get; init; }

    /// <summary>How many videos this process works on side by side.</summary>
    internal required int Threads { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="job">The processes that share the work.</param>
    /// <param name="share">What this process has of its machine.</param>
    internal static EmbedPlan Of(Arguments arguments, Job job, ProcessorShare share)
    {
        if (arguments.Operands.Count < 2)
            throw new UsageException("An encoder and videos are needed.");
        string output = arguments.Needed("--output");
        string format = arguments.Has("--format") ? arguments.Choice("--format", VectorFile.Index, VectorFile.Csv, VectorFile.JsonLines) : VectorFile.FormatOf(output);
        int? clips = arguments.Number("--clips", 1, 10_000);
        int threads = arguments.Threads() ?? share.Processors;
        string? device = arguments.Device();
        if (!job.IsAlone && OutputFile.IsStream(output))
            throw new UsageException($"--output is '{output}', a pipe or a device, which takes the vectors of one process alone; {job.Size} were started.");
        var encoder = OpenedEncoder.Open(arguments.Operands[0], clips, job.IsAlone || device != "cuda" ? device : $"cuda:{OwnGpu.Choose(job.Rank, share.LocalRank, CudaContext.DeviceCount())}", threads);
        try
        {
            IReadOnlyList<VideoEntry> videos = VideoSources.Find(arguments.Operands.Skip(1), VideoSources.ListOptions(arguments));
            return new EmbedPlan(output, encoder)
            {
                Format = format,
                Videos = videos,
                Threads = threads,
                // One process alone tries whether it can be written.
                Target = job.IsFirst ? OutputFile.Check("--output", output, [.. arguments.Operands, .. videos.Select(video => video.Path)], isText: format != VectorFile.Index) : "",
            };
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>What must be the same in all processes of a job.</summary>
    internal IReadOnlyList<NamedText> Facts() =>
    [
        Build.Fact,
        new("an encoder of SHA-256", $"{EncoderIdentity[..12]} ('{Encoder.Path}')"),
        new("--clips", Encoder.Featurizer.ClipCount.ToString(CultureInfo.InvariantCulture)),
        new("--output", $"'{Path.GetFullPath(Output)}' as {Format}"),
        new("a list of videos", string.Create(CultureInfo.InvariantCulture, $"{Videos.Count} ({Short(string.Join('\n', Videos.Select(video => $"{video.Path}\t{video.Label}")))})")),
    ];

    public void Dispose() => Encoder.Dispose();

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
