using System.Globalization;
using System.Text.Json.Nodes;
using Cacl.Clips;
using Cacl.Onnx;
using Cacl.Reports;
using Cacl.Search;

namespace Cacl.Cli;

/// <summary>Finds the videos of an index that are nearest to others.</summary>
internal sealed class SearchCommand : Command
{
    private const int ThumbnailWidth = 200;

    internal override string Name => "search";

    internal override string Summary => "finds the videos of an index that are nearest to others";

    internal override string Help { get; } = $"""
        Finds the videos of an index that are nearest to others, by the cosine of their vectors.

        usage: cacl search INDEX VIDEOS... [--encoder ENCODER] [OPTIONS]

          INDEX is a file of cacl embed.
        {VideoSources.Help}
          Those that are in the index are searched with by its vectors; others need the encoder that made it.

          --encoder FILE    the encoder that the index was made with, .onnx or .safetensors
          --clips N         clips whose vectors are averaged, as when the index was made (default: as the encoder says)
          --k N             how many are found for each video (default 10)
          --gallery FILE    an HTML page with pictures of what was found
          --root DIR        the folder that paths of lists start from (default: each list's own)
          --part NAME       what is taken of lists that tell parts: all, train, validation or test (default all)
          --device NAME     where the encoder computes: cpu, cuda or cuda:n (default cpu)
          --json            what was found, as JSON in place of the table
          --quiet           no progress, and nothing about videos left out; results and errors only
          --help            this text

        A video that can't be embedded is named and left out; the exit code is 0 as long as there is one that can.
        """;

    internal override int Run(Arguments arguments, Session session)
    {
        if (arguments.Operands.Count < 2)
            throw new UsageException("An index and videos are needed.");
        string path = arguments.Operands[0];
        int k = arguments.Number("--k", 1, 100_000) ?? 10;
        InputFile.Check("index", path);
        using SearchIndex index = SearchIndex.Load(path);
        if (index.Entries.Count == 0)
            throw new InvalidDataException($"The index '{path}' is empty.");
        var leftOut = new List<SkippedVideo>();
        IReadOnlyList<VideoEntry> videos = Videos(arguments, index);
        string? gallery = arguments.Text("--gallery") is { } page
            ? OutputFile.Check("--gallery", page, [.. arguments.Operands, arguments.Text("--encoder") ?? path, .. videos.Select(video => video.Path), .. index.Entries.Select(entry => entry.Id)])
            : null;
        IReadOnlyList<SearchQuery> queries = Queries(videos, arguments, index, session, leftOut);
        if (queries.Count == 0)
            throw new InvalidDataException($"None of {leftOut.Count} videos can be searched with. The first: {leftOut[0].Path}: {leftOut[0].Reason}");
        IReadOnlyList<(SearchQuery Query, SearchHit[] Hits)> found = SearchQuery.Search(index, queries, k, session.Cancellation);

        if (gallery is not null)
            WriteGallery(gallery, path, index, found, leftOut, session);
        if (arguments.Has("--json"))
            session.Write(ToJson(path, found, leftOut));
        else
            WriteTable(session.Output, found);
        return ProgramRun.Done;
    }

    private static List<VideoEntry> Videos(Arguments arguments, SearchIndex index)
    {
        HashSet<string> ids = [.. index.Entries.Select(entry => entry.Id)];
        List<VideoEntry> videos = [];
        VideoListOptions lists = VideoSources.ListOptions(arguments);
        foreach (string operand in arguments.Operands.Skip(1))
        {
            // The file of a video in the index may be gone.
            string? id = ids.Contains(operand) ? operand : ids.Contains(Path.GetFullPath(operand)) ? Path.GetFullPath(operand) : null;
            videos.AddRange(id is null ? VideoSources.Find([operand], lists) : [new VideoEntry(id, null)]);
        }
        return videos;
    }

    private static IReadOnlyList<SearchQuery> Queries(IReadOnlyList<VideoEntry> videos, Arguments arguments, SearchIndex index, Session session, List<SkippedVideo> leftOut)
    {
        var rows = new Dictionary<string, int>();
        for (int row = 0; row < index.Entries.Count; row++)
            rows.TryAdd(index.Entries[row].Id, row);
        var vectors = new Dictionary<string, float[]>();
        string[] others = [.. videos.Select(video => video.Path).Where(video => !rows.ContainsKey(video)).Distinct()];
        if (others.Length > 0)
            Embed(others, arguments, index, session, vectors, leftOut);
        return [.. videos.DistinctBy(video => video.Path).Where(video => rows.ContainsKey(video.Path) || vectors.ContainsKey(video.Path)).Select(video =>
            rows.TryGetValue(video.Path, out int row)
                ? new SearchQuery(new VideoVector(video.Path, index.Entries[row].Label, index.Vector(row)), IsIndexed: true)
                : new SearchQuery(new VideoVector(video.Path, video.Label, vectors[video.Path]), IsIndexed: false))];
    }

    private static void Embed(string[] videos, Arguments arguments, SearchIndex index, Session session, Dictionary<string, float[]> vectors, List<SkippedVideo> leftOut)
    {
        if (videos.FirstOrDefault(video => !File.Exists(video)) is { } missing)
            throw new UsageException($"There is no file '{missing}', and no video of that name in the index.");
        string path = arguments.Text("--encoder") ?? throw new UsageException($"'{videos[0]}' is not in the index; give --encoder FILE to embed it.");
        using var encoder = OpenedEncoder.Open(path, arguments.Number("--clips", 1, 10_000), arguments.Device());
        CheckFit(arguments.Operands[0], index, encoder, session);
        int done = 0;
        foreach (EmbeddedVideo video in encoder.Featurizer.EmbedAll(videos, session.Cancellation))
        {
            string? fault = video.Fault?.Cause ?? (video.Features!.All(value => value == 0) ? VectorFile.NoDirection : null);
            if (fault is null)
                vectors[video.Path] = video.Features!;
            else
                leftOut.Add(new SkippedVideo(video.Path, fault));
            if (fault is not null)
                session.Progress.Say($"Left out {video.Path}: {fault}");
            session.Progress.Count("Embedding", ++done, videos.Length);
        }
    }

    private static void CheckFit(string path, SearchIndex index, OpenedEncoder encoder, Session session)
    {
        VideoFeaturizer featurizer = encoder.Featurizer;
        if (featurizer.FeatureLength != index.Length)
            throw new InvalidDataException($"The encoder '{encoder.Path}' gives vectors of {featurizer.FeatureLength} numbers; those of the index '{path}' have {index.Length}.");
        var fit = EncoderFit.Of(index, featurizer, entry => entry.Id, cancellation: session.Cancellation);
        if (fit.Difference is { } difference)
            throw new InvalidDataException($"The index '{path}' was not made by the encoder '{encoder.Path}' with {featurizer.ClipCount} clips of each video: {difference}.");
        if (!fit.IsKnown)
            session.Progress.Say($"No video of the index '{path}' can be read, so that nothing tells whether the encoder '{encoder.Path}' made it.");
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<(SearchQuery Query, SearchHit[] Hits)> found)
    {
        foreach ((SearchQuery query, SearchHit[] hits) in found)
        {
            output.WriteLine(query.Video.Path);
            for (int i = 0; i < hits.Length; i++)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1,4}  {hits[i].Similarity,6:0.000}  {hits[i].Entry.Id}{(hits[i].Entry.Label is { } label ? $"  ({label})" : "")}"));
        }
    }

    private static JsonObject ToJson(string path, IReadOnlyList<(SearchQuery Query, SearchHit[] Hits)> found, List<SkippedVideo> leftOut) => new()
    {
        ["index"] = path,
        ["queries"] = new JsonArray([.. found.Select(one => new JsonObject
        {
            ["path"] = one.Query.Video.Path,
            ["label"] = one.Query.Video.Label,
            ["indexed"] = one.Query.IsIndexed,
            ["hits"] = new JsonArray([.. one.Hits.Select(hit => new JsonObject { ["path"] = hit.Entry.Id, ["label"] = hit.Entry.Label, ["similarity"] = hit.Similarity })]),
        })]),
        ["leftOut"] = new JsonArray([.. leftOut.Select(video => new JsonObject { ["path"] = video.Path, ["reason"] = video.Reason })]),
    };

    private static void WriteGallery(string page, string path, SearchIndex index, IReadOnlyList<(SearchQuery Query, SearchHit[] Hits)> found, List<SkippedVideo> leftOut, Session session)
    {
        var images = new Dictionary<string, GalleryImage>();
        var rows = new List<GalleryRow>();
        foreach ((SearchQuery query, SearchHit[] hits) in found)
        {
            rows.Add(new GalleryRow(Picture(query.Video.Path, query.Video.Label), [new([.. hits.Select(hit => new GalleryNeighbour(
                Picture(hit.Entry.Id, hit.Entry.Label), hit.Similarity, query.Video.Label is { } label && hit.Entry.Label is { } other ? label == other : null))])]));
            session.Progress.Count("Picturing", rows.Count, found.Count);
        }
        new SearchGallery
        {
            Title = "Nearest videos",
            Summary = $"Searched: {Path.GetFileName(path)}, {index.Entries.Count} videos.",
            Notice = leftOut.Count == 0 ? null : $"{leftOut.Count} videos could not be searched with. The first: {leftOut[0].Path}: {leftOut[0].Reason}",
            Rows = rows,
        }.Write(page);

        GalleryImage Picture(string video, string? label)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            if (!images.TryGetValue(video, out GalleryImage? image))
                images[video] = image = new GalleryImage(MiddleFrame.Jpeg(video, VideoSegment.Whole, ThumbnailWidth), Path.GetFileName(video), label);
            return image;
        }
    }
}
