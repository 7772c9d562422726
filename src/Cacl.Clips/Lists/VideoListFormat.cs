namespace Cacl.Clips;

/// <summary>How a list of videos is written.</summary>
public enum VideoListFormat
{
    /// <summary>
    /// As its name says: trainlist01.txt or testlist01.txt is <see cref="Ucf101"/>; a folder, or a file such as
    /// brush_hair_test_split1.txt, is <see cref="Hmdb51"/>; a .csv, .tsv or .tab is <see cref="Kinetics"/> when its header has a
    /// column youtube_id, otherwise <see cref="Table"/>.
    /// </summary>
    Detect,

    /// <summary>A path a line with or without its class's number, as UCF101 publishes its splits: <c>ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi 1</c>.</summary>
    Ucf101,

    /// <summary>A file per class, named <c>brush_hair_test_split1.txt</c>, with lines such as <c>clip.avi 1</c>: 1 trains, 2 tests, 0 does neither.</summary>
    Hmdb51,

    /// <summary>Comma-separated values with the columns label, youtube_id, time_start, time_end and split, as Kinetics publishes its annotations.</summary>
    Kinetics,

    /// <summary>Comma- or tab-separated paths and labels, with or without a header.</summary>
    Table,
}
