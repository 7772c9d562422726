using System.Globalization;
using System.Text.RegularExpressions;

namespace Cacl.Cli;

/// <summary>What a command was given, understood by its help.</summary>
/// <remarks>
/// A line of the help that begins with two spaces and an option says that there is one; a word behind it, that it takes a value:
/// <c>  --steps N   training steps</c>. So no option lacks its help.
/// </remarks>
internal sealed partial class Arguments
{
    private readonly Dictionary<string, string?> given = [];
    private readonly List<string> operands = [];
    private readonly Dictionary<string, string> placeholders;

    private Arguments(string help) =>
        placeholders = OptionLine().Matches(help).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);

    /// <summary>What belongs to no option, in order.</summary>
    internal IReadOnlyList<string> Operands => operands;

    /// <exception cref="UsageException">An option is unknown, is given twice, or lacks its value.</exception>
    internal static Arguments Parse(string help, IReadOnlyList<string> line)
    {
        var arguments = new Arguments(help);
        for (int i = 0; i < line.Count; i++)
        {
            if (line[i] == "--")
            {
                arguments.operands.AddRange(line.Skip(i + 1));
                break;
            }
            if (!line[i].StartsWith('-') || line[i].Length == 1)
                arguments.operands.Add(line[i]);
            else
                arguments.Take(line, ref i);
        }
        return arguments;
    }

    internal bool Has(string name) => given.ContainsKey(name);

    /// <summary>The option's value; null where it is not given.</summary>
    internal string? Text(string name) => given.GetValueOrDefault(name);

    /// <exception cref="UsageException">The option is not given.</exception>
    internal string Needed(string name) => Text(name) ?? throw new UsageException($"{name} {placeholders[name]} is missing.");

    /// <exception cref="UsageException">The value is no whole number of that range.</exception>
    internal int? Number(string name, int least, int most = int.MaxValue) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most => value,
        var text => throw new UsageException($"{name} is {text}; it must be a whole number from {least} to {most}."),
    };

    /// <exception cref="UsageException">The value is none of the choices; the first is that of an option that is not given.</exception>
    internal string Choice(string name, params IReadOnlyList<string> choices) => Text(name) switch
    {
        null => choices[0],
        var text when choices.Contains(text) => text,
        var text => throw new UsageException($"{name} is {text}; it must be one of {string.Join(", ", choices)}."),
    };

    /// <summary>The value of --device; null where it is not given.</summary>
    /// <exception cref="UsageException">It names no device.</exception>
    internal string? Device() => Text("--device") switch
    {
        null or "cpu" or "cuda" => Text("--device"),
        var text when text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out _) => text,
        var text => throw new UsageException($"--device is {text}; it must be cpu, cuda or cuda:n."),
    };

    /// <summary>The value of --threads; null where it is not given.</summary>
    /// <exception cref="UsageException">It is no number of threads.</exception>
    internal int? Threads() => Number("--threads", 1, 1024);

    /// <exception cref="UsageException">Both are given.</exception>
    internal void CheckNotBoth(string one, string other)
    {
        if (Has(one) && Has(other))
            throw new UsageException($"{one} and {other} can't be given together.");
    }

    private void Take(IReadOnlyList<string> line, ref int i)
    {
        string[] parts = line[i].Split('=', 2);
        string name = parts[0] == "-h" ? "--help" : parts[0];
        if (!placeholders.TryGetValue(name, out string? placeholder))
            throw new UsageException($"There is no option {name}.");
        if (given.ContainsKey(name))
            throw new UsageException($"{name} is given twice.");
        if (placeholder.Length == 0)
        {
            given[name] = parts.Length == 1 ? null : throw new UsageException($"{name} takes no value, and got '{parts[1]}'.");
            return;
        }
        string? value = parts.Length == 2 ? parts[1] : ++i < line.Count ? line[i] : null;
        given[name] = string.IsNullOrEmpty(value) || (parts.Length == 1 && value.StartsWith("--", StringComparison.Ordinal))
            ? throw new UsageException($"{name} needs a value.")
            : value;
    }

    [GeneratedRegex(@"^  (--[a-z0-9-]+)(?: (\S+))?(?:  |$)", RegexOptions.Multiline)]
    private static partial Regex OptionLine();
}
