using Cacl.Clips;

namespace Cacl.ML;

/// <summary>A file as it is now: what was found out about it holds for as long as this stays the same.</summary>
/// <param name="Path">The file's path, as the column has it.</param>
/// <param name="Stamp">Its size and time of writing, of a link those of its target; null when there is no such file.</param>
internal readonly record struct FileState(string Path, FileStamp? Stamp)
{
    public static FileState Of(string path) => new(path, FileStamp.Of(path));
}
