using System.Text;
using System.Text.RegularExpressions;

namespace Cacl.Product.Tests;

/// <summary>The code of the packages' readmes as a source file, a method for each.</summary>
internal static partial class ReadmeCode
{
    /// <summary>In the order in which they run: some open files that those before wrote.</summary>
    internal static IReadOnlyList<string> Order { get; } = ["Cacl.Files", "Cacl.Clips", "Cacl.Learning", "Cacl.Onnx", "Cacl.ML", "Cacl.ML.Training", "Cacl.Search", "Cacl.Reports"];

    internal static string Compose()
    {
        var usings = new SortedSet<string>(StringComparer.Ordinal);
        var methods = new StringBuilder();
        foreach (string package in Order)
        {
            string code = CodeOf(package);
            usings.UnionWith(Using().Matches(code).Select(match => match.Value));
            methods.Append($"    private static void {package.Replace('.', '_')}()\n    {{\n{Using().Replace(code, "")}    }}\n\n");
        }

        string calls = string.Concat(Order.Select(package => $"        {package.Replace('.', '_')}();\n"));
        return $"{string.Join('\n', usings)}\n\ninternal static class Readmes\n{{\n    internal static void Run()\n    {{\n{calls}    }}\n\n{methods}}}\n";
    }

    private static string CodeOf(string package)
    {
        string readme = File.ReadAllText(Path.Join(Repository.FolderOf(package), "README.md"));
        // The readmes' options train for minutes.
        return Fence().Match(readme) is { Success: true } fence
            ? fence.Groups["code"].Value.Replace("CaclOptions.Small", "Quick.Options", StringComparison.Ordinal)
            : throw new InvalidDataException($"The readme of {package} shows no code.");
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^using [A-Za-z.]+;$", RegexOptions.Multiline)]
    private static partial Regex Using();
}
