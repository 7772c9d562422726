using Cacl.Clips;
using Cacl.Learning;

namespace Cacl.Demo;

/// <summary>Which videos are learned from, and which search which.</summary>
internal sealed class Plan
{
    private readonly HashSet<string> unusable = [];

    /// <summary>Lists the folders and decides the protocol.</summary>
    /// <exception cref="IOException">A folder is missing.</exception>
    /// <exception cref="InvalidDataException">A folder holds no videos.</exception>
    internal Plan(string trainFolder, string? validateFolder)
    {
        TrainFolder = trainFolder;
        ValidateFolder = validateFolder;
        Train = VideoFolder.List(trainFolder);
        Validate = validateFolder is null ? [] : VideoFolder.List(validateFolder);
        bool hasClasses = Train.All(video => video.Label is not null) && Train.Select(video => video.Label).Distinct().Count() > 1;
        bool validateHasClasses = Validate.All(video => video.Label is not null);
        HasClasses = hasClasses && validateHasClasses;
        Protocol = validateFolder is null ? Protocol.Halves : HasClasses ? Protocol.TrainToValidate : Protocol.ValidateHalves;
    }

    internal string TrainFolder { get; }

    internal string? ValidateFolder { get; }

    internal IReadOnlyList<VideoEntry> Train { get; }

    internal IReadOnlyList<VideoEntry> Validate { get; }

    /// <summary>Whether every video has a class, and there are two or more.</summary>
    internal bool HasClasses { get; }

    internal Protocol Protocol { get; }

    /// <summary>The part of each training video that is learned from.</summary>
    internal VideoSegment TrainSegment => Protocol == Protocol.Halves ? VideoSegment.FirstHalf : VideoSegment.Whole;

    /// <summary>The shortest part of a validation video that a clip must fit into.</summary>
    internal VideoSegment ValidateSegment => Protocol == Protocol.ValidateHalves ? VideoSegment.FirstHalf : VideoSegment.Whole;

    /// <summary>The interval of a clip's frames: 1 where halves are compared, for half a video often has no room for more.</summary>
    internal int Interval(ClipOptions clips) => Protocol == Protocol.TrainToValidate ? clips.Interval : 1;

    /// <summary>The part that unseen clips are taken from, of <see cref="Unseen"/>.</summary>
    internal VideoSegment UnseenSegment => Protocol == Protocol.Halves ? VideoSegment.SecondHalf : VideoSegment.Whole;

    /// <summary>Usable videos that the network does not learn from, or not from the part that counts.</summary>
    internal IReadOnlyList<VideoEntry> Unseen => Usable(Protocol == Protocol.Halves ? Train : Validate);

    internal int UsableTrain => Usable(Train).Count;

    internal int UsableValidate => Usable(Validate).Count;

    /// <summary>What is searched.</summary>
    internal IReadOnlyList<VideoPart> Gallery => Protocol switch
    {
        Protocol.TrainToValidate => Parts(Train, TrainFolder, VideoSegment.Whole),
        Protocol.ValidateHalves => Parts(Validate, ValidateFolder!, VideoSegment.FirstHalf),
        _ => Parts(Train, TrainFolder, VideoSegment.FirstHalf),
    };

    /// <summary>What searches.</summary>
    internal IReadOnlyList<VideoPart> Queries => Protocol switch
    {
        Protocol.TrainToValidate => Parts(Validate, ValidateFolder!, VideoSegment.Whole),
        Protocol.ValidateHalves => Parts(Validate, ValidateFolder!, VideoSegment.SecondHalf),
        _ => Parts(Train, TrainFolder, VideoSegment.SecondHalf),
    };

    /// <summary>The protocol in a sentence.</summary>
    internal string Description => Protocol switch
    {
        Protocol.TrainToValidate => "Trained on the training videos without their labels; each validation video searches the training videos for its class.",
        Protocol.ValidateHalves => "Trained on the training videos; the second half of each validation video searches the first halves of all validation videos for its own.",
        _ => "Trained on the first half of each video; the second half of each video searches the first halves of all videos for its own.",
    };

    /// <summary>Leaves videos out from here on.</summary>
    internal void LeaveOut(IEnumerable<SkippedVideo> videos) => unusable.UnionWith(videos.Select(video => video.Path));

    private List<VideoEntry> Usable(IReadOnlyList<VideoEntry> videos) => [.. videos.Where(video => !unusable.Contains(video.Path))];

    private List<VideoPart> Parts(IReadOnlyList<VideoEntry> videos, string folder, VideoSegment segment) =>
        [.. Usable(videos).Select(video =>
        {
            string name = Path.GetRelativePath(folder, video.Path);
            string? label = HasClasses ? video.Label : null;
            return new VideoPart(video.Path, name, label, Protocol == Protocol.TrainToValidate ? label! : name, segment);
        })];
}
