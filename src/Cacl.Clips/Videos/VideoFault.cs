namespace Cacl.Clips;

/// <summary>Why a video could not be read.</summary>
public enum VideoFault
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>The path names a folder.</summary>
    Directory,

    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The file may not be read by this process.</summary>
    NotPermitted,

    /// <summary>The file's content is no video that the decoder knows, or it is sound with a cover picture.</summary>
    NotAVideo,

    /// <summary>The file opens as a video, but no frame can be decoded.</summary>
    NoFrames,

    /// <summary>Decoding stopped before a frame that the container promises.</summary>
    Corrupt,

    /// <summary>The video ends before a frame that was asked for.</summary>
    TooShort,

    /// <summary>The file is of a kind that may hold video, and this one holds none: sound alone, or nothing.</summary>
    NoVideoStream,

    /// <summary>The part of the file that tells what is in it and where is missing: an MP4 without its moov box.</summary>
    NoIndex,

    /// <summary>The file is sound, and what looks like its video is the cover.</summary>
    CoverPicture,

    /// <summary>The file has video, coded in a way that the decoder does not know.</summary>
    UnknownCodec,

    /// <summary>The frames have more pixels than <see cref="VideoReadOptions.MostPixels"/>, as they are stored or once they are scaled, or so many are wanted at a time that no memory holds them.</summary>
    TooLarge,

    /// <summary>Decoding made no progress for longer than is waited.</summary>
    Stalled,
}
