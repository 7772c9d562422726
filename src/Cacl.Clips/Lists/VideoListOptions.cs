namespace Cacl.Clips;

/// <summary>How <see cref="VideoList.Read(string, VideoListOptions)"/> takes a list.</summary>
public sealed record VideoListOptions
{
    /// <summary>How the list is written.</summary>
    /// <value><see cref="VideoListFormat.Detect"/>: as its name says.</value>
    public VideoListFormat Format { get; init; } = VideoListFormat.Detect;

    /// <summary>The folder that relative paths start from. Absolute paths stay as they are.</summary>
    /// <value>null: the folder of the list.</value>
    public string? Root { get; init; }

    /// <summary>The part of the data set to list.</summary>
    /// <remarks>A UCF101 list is one part as a whole; the file is the choice there. A <see cref="VideoListFormat.Table"/> needs a column split for it.</remarks>
    /// <value><see cref="VideoListPart.All"/>.</value>
    public VideoListPart Part { get; init; } = VideoListPart.All;

    /// <summary>The file of UCF101 that numbers its classes, a line such as <c>1 ApplyEyeMakeup</c> each.</summary>
    /// <value>null: classInd.txt beside the list where there is one; without it a class is called as the folder of its videos.</value>
    public string? ClassIndexFile { get; init; }

    /// <summary>Which of HMDB51's three splits to read when the list is their folder: 1 to 3.</summary>
    /// <value>null: the first of a folder; a file says it itself.</value>
    public int? Hmdb51Split { get; init; }

    /// <summary>Whether Kinetics' files lie in a folder per label, <c>root/label/id_000010_000020.mp4</c>, and not all directly in the root.</summary>
    /// <value>false.</value>
    public bool LabelFolders { get; init; }

    /// <summary>Checks what can be checked without the list; one message names every fault.</summary>
    internal void Check(VideoListFormat format)
    {
        List<string> faults = [];
        if (Root is "")
            faults.Add("Root is empty; null takes the list's folder");
        if (!Enum.IsDefined(Part))
            faults.Add($"Part is {(int)Part}, which is no part");
        if (Part != VideoListPart.All && format == VideoListFormat.Ucf101)
            faults.Add($"Part is {Part}, but a UCF101 list is one part as a whole: choose the list");
        if (Part == VideoListPart.Validation && format == VideoListFormat.Hmdb51)
            faults.Add("Part is Validation, which HMDB51 has not");
        if (ClassIndexFile is not null && format != VideoListFormat.Ucf101)
            faults.Add($"ClassIndexFile is '{ClassIndexFile}', which is for UCF101 lists; this one is read as {format}");
        if (Hmdb51Split is < 1 or > 3)
            faults.Add($"Hmdb51Split is {Hmdb51Split}; there are splits 1 to 3");
        if (Hmdb51Split is not null && format != VideoListFormat.Hmdb51)
            faults.Add($"Hmdb51Split is {Hmdb51Split}, which is for HMDB51 lists; this one is read as {format}");
        if (LabelFolders && format != VideoListFormat.Kinetics)
            faults.Add($"LabelFolders is set, which is for Kinetics lists; this one is read as {format}");
        if (faults.Count > 0)
            throw new ArgumentException($"Can't read a list with these options: {string.Join("; ", faults)}.");
    }
}
