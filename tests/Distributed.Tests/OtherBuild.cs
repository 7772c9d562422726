using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Distributed.Tests;

/// <summary>A folder like that of the tests, in which one assembly is of another build.</summary>
internal static class OtherBuild
{
    /// <summary>Makes the folder.</summary>
    /// <param name="assembly">The file that is of another build.</param>
    /// <param name="program">The file of the program that is to be started.</param>
    /// <param name="folder">Where files go; may be there.</param>
    /// <returns>The program's path there.</returns>
    public static string Of(string assembly, string program, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => Path.GetFileName(file) is var name && name != assembly && name != program))
            File.CreateSymbolicLink(Path.Join(folder, Path.GetFileName(file)), file);
        if (Directory.Exists(Path.Join(AppContext.BaseDirectory, "runtimes")))
            Directory.CreateSymbolicLink(Path.Join(folder, "runtimes"), Path.Join(AppContext.BaseDirectory, "runtimes"));
        File.Copy(Path.Join(AppContext.BaseDirectory, program), Path.Join(folder, program));   // .NET looks where the file itself lies

        byte[] code = File.ReadAllBytes(Path.Join(AppContext.BaseDirectory, assembly));
        using var reader = new PEReader(new MemoryStream(code));
        MetadataReader metadata = reader.GetMetadataReader();
        Guid build = metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        code[code.AsSpan().IndexOf(build.ToByteArray())]++;
        File.WriteAllBytes(Path.Join(folder, assembly), code);
        return Path.Join(folder, program);
    }
}
