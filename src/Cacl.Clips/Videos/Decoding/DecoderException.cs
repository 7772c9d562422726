namespace Cacl.Clips;

/// <summary>The decoder failed in a way that is not one of its answers; the reader says at which frame.</summary>
internal sealed class DecoderException(VideoFault fault, string cause, Exception? innerException = null) : Exception(cause, innerException)
{
    public VideoFault Fault { get; } = fault;
}
