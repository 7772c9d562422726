using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>A decoder that gives the frames of one file one after the other, and can try to stand elsewhere.</summary>
/// <remarks>
/// Numbers nothing and trusts nothing: <see cref="FrameReader"/> does. Its calls may block for as long as the file does.
/// Failures of the decoder are <see cref="DecoderException"/>s.
/// </remarks>
internal interface IFrameDecoder : IDisposable
{
    /// <summary>Opens the file at its beginning, also when it is open already; false when it is no video.</summary>
    bool Open();

    /// <summary>What the container claims. Asked once it is open.</summary>
    StreamClaims Claims();

    /// <summary>Decodes the next frame; false when there is none, or the decoder failed.</summary>
    bool Grab();

    /// <summary>The time of the last frame, in milliseconds from the first, as the decoder tells it; 0 when it does not know.</summary>
    double Time();

    /// <summary>The picture of the last frame, BGR with 8 bits; valid until the next call, and empty when there is none.</summary>
    Mat Retrieve();

    /// <summary>Asks to go on from a time, in frames at the container's rate; where that leads is not said.</summary>
    void Seek(double frame);
}
