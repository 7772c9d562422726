using System.Globalization;

namespace Cacl.Benchmarks;

/// <summary>Options that take one value each, and switches that take none.</summary>
internal static class CommandLine
{
    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It has something that is not known, or a value that can't be.</exception>
    public static void Read(string[] args, Dictionary<string, Action<string>> options, Dictionary<string, Action> switches)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (switches.TryGetValue(args[i], out Action? turnOn))
                turnOn();
            else if (!options.TryGetValue(args[i], out Action<string>? take))
                throw new ArgumentException($"There is no option {args[i]}. There are: {string.Join(", ", options.Keys.Concat(switches.Keys))}.");
            else if (i + 1 == args.Length)
                throw new ArgumentException($"{args[i]} stands last and has no value.");
            else
                take(args[++i]);
        }
    }

    /// <summary>An option whose value is a number from 1.</summary>
    public static Action<string> Number(string name, Action<int> take) => value =>
        take(int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : throw new ArgumentException($"{name} is {value}; it must be a number from 1."));
}
