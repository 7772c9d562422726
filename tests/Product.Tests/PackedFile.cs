using System.IO.Compression;
using System.Xml.Linq;

namespace Cacl.Product.Tests;

/// <summary>A .nupkg or .snupkg, as it lies in a feed.</summary>
internal sealed record PackedFile(string Path, string Name, string Version)
{
    /// <summary>The one version of a package that a folder holds.</summary>
    internal static PackedFile Find(string folder, string name, string ending)
    {
        string path = Directory.EnumerateFiles(folder, $"{name}.*{ending}")
            .Single(file => char.IsAsciiDigit(System.IO.Path.GetFileName(file)[name.Length + 1]) && System.IO.Path.GetExtension(file) == ending);
        return new PackedFile(path, name, System.IO.Path.GetFileName(path)[(name.Length + 1)..^ending.Length]);
    }

    internal string[] Entries()
    {
        using ZipArchive archive = ZipFile.OpenRead(Path);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    internal byte[] Read(string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path);
        using Stream stream = (archive.GetEntry(entry) ?? throw new InvalidDataException($"{Path} has no {entry}.")).Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>What the package says of itself, by the names of its nuspec's elements.</summary>
    internal XElement Metadata() => XDocument.Load(new MemoryStream(Read($"{Name}.nuspec"))).Root!.Elements().Single();
}
