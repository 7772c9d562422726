namespace Cacl.Learning;

/// <summary>A run can't go on from its checkpoints, or can't write one; the message names the file and says why.</summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
