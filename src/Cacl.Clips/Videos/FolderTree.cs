namespace Cacl.Clips;

/// <summary>Collects the files of a folder and of all folders below, each real folder once, however many links lead to it.</summary>
/// <remarks>A real folder goes before all links to it, and of several links the first in ordinal order of their names, level by level.</remarks>
/// <param name="root">The folder.</param>
/// <param name="list">Gives what lies in a folder.</param>
internal sealed class FolderTree(string root, Func<string, IEnumerable<FileSystemInfo>> list)
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly Queue<string> _links = new();
    private readonly List<string> _files = [];

    /// <summary>Paths of the files, in no particular order.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder itself is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed; the message names it.</exception>
    /// <exception cref="IOException">A folder can't be listed; the message names it.</exception>
    public static List<string> Files(string root, Func<string, IEnumerable<FileSystemInfo>> list)
    {
        FolderTree tree = new(root, list);
        tree.Collect(root, RealPath(Path.GetFullPath(root)));
        while (tree._links.TryDequeue(out string? link))
        {
            if (Target(link) is { } real)
                tree.Collect(link, real);
        }
        return tree._files;
    }

    /// <summary>Adds the files of a folder, and notes the links in it for later; <paramref name="real"/> is the folder's path without links.</summary>
    private void Collect(string folder, string real)
    {
        // A link may lead back to a folder above it.
        if (!_visited.Add(real))
            return;
        foreach (FileSystemInfo found in Listed(folder))
        {
            string path = Path.Join(folder, found.Name);
            if (found.Name.StartsWith('.'))
                continue;
            if (found is not DirectoryInfo)
                _files.Add(path);
            else if (found.LinkTarget is not null)
                _links.Enqueue(path);
            else
                Collect(path, Path.Join(real, found.Name));
        }
    }

    private List<FileSystemInfo> Listed(string folder)
    {
        try
        {
            return [.. list(folder).OrderBy(found => found.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException) when (folder != root)
        {
            // Gone since the folder above was listed.
            return [];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException($"Can't list the videos of '{root}': this process may not list the folder '{folder}'. {Remedy(folder)}", exception);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            throw new IOException($"Can't list the videos of '{root}': the folder '{folder}' can't be listed: {exception.Message.TrimEnd('.')}. {Remedy(folder)}", exception);
        }
    }

    private string Remedy(string folder) => folder == root
        ? "Mend that, or choose another folder."
        : "Mend that, move the folder elsewhere, or give it a name that begins with a dot to have it left out.";

    /// <summary>The folder that a link leads to, without links; null when it leads to none.</summary>
    private static string? Target(string link)
    {
        try
        {
            return Directory.Exists(link) ? RealPath(Path.GetFullPath(link)) : null;
        }
        catch (IOException)
        {
            // A circle, or a link that was taken away meanwhile.
            return null;
        }
    }

    /// <summary>A folder's path without links, its own and those of the folders above.</summary>
    private static string RealPath(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
            return folder;
        string realParent = RealPath(parent), real = Path.Join(realParent, Path.GetFileName(folder));
        return new DirectoryInfo(real).LinkTarget is { } target ? RealPath(Path.GetFullPath(target, realParent)) : real;
    }
}
