using Cacl.Clips;
using Cacl.Files;
using Cacl.Learning;

namespace Cacl.Cli;

/// <summary>Files that are whole or not there, and never take the place of what a command reads.</summary>
internal static class OutputFile
{
    private static readonly string[] EncoderEndings = [".onnx", ".safetensors"];

    /// <summary>Finds out, before any work is done, whether a file can be written, and makes its folder.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file.</param>
    /// <param name="inputs">What the command reads.</param>
    /// <param name="ending">The ending of encoders that the command writes; null when it writes none.</param>
    /// <param name="isText">Whether a pipe or a device may take it.</param>
    /// <returns>The file to write, which is another where the path is a link.</returns>
    /// <exception cref="UsageException">Something is there that must not be replaced.</exception>
    /// <exception cref="IOException">It can't be written; the message names the option and the file.</exception>
    internal static string Check(string option, string path, IEnumerable<string> inputs, string? ending = null, bool isText = false)
    {
        if (Directory.Exists(path))
            throw new IOException($"{option} is '{path}', which is a folder; it must name a file.");
        if (IsStream(path))
            return isText ? path : throw new UsageException($"{option} is '{path}', a pipe or a device, which takes only .csv and .jsonl of cacl embed; it must name a file.");
        string target = FileKind.RealPath(path);
        if (File.Exists(target))
        {
            if (inputs.Any(input => FileKind.RealPath(input) == target))
                throw new UsageException($"{option} is '{path}', which the command reads; it would be replaced.");
            if (VideoFolder.HasVideoEnding(target) || EncoderEndings.Any(other => other != ending && target.EndsWith(other, StringComparison.OrdinalIgnoreCase)))
                throw new UsageException($"{option} is '{path}', which is there and ends like a video or an encoder; it would be replaced by something else.");
        }
        try
        {
            AtomicFile.CheckPlace(target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{option} is '{path}', which can't be written: {fault.Message}", fault);
        }
        return target;
    }

    /// <summary>Whether a path takes what is written to it as it comes, and keeps no file.</summary>
    // What a shell's >> leads standard output to is a file, and keeps what was in it.
    internal static bool IsStream(string path) => FileKind.IsSpecial(path) || path is "/dev/stdout" or "/dev/stderr" || path.StartsWith("/dev/fd/", StringComparison.Ordinal);

    /// <summary>Writes text under another name, and renames it; to a pipe or a device, as it comes.</summary>
    internal static void Write(string path, Action<TextWriter> write)
    {
        if (!IsStream(path))
        {
            AtomicFile.Write(path, WriteTo);
            return;
        }
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        WriteTo(stream);

        void WriteTo(Stream stream)
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            write(writer);
        }
    }
}
