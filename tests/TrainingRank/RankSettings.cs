using System.Globalization;

namespace TrainingRank;

/// <summary>What a rank is told by <c>name=value</c>; of <c>1:name=value</c> rank 1 alone takes notice.</summary>
internal sealed class RankSettings
{
    private readonly Dictionary<string, string> values = [];

    public RankSettings(IEnumerable<string> arguments, int rank)
    {
        foreach (string argument in arguments)
        {
            string own = argument.StartsWith($"{rank}:", StringComparison.Ordinal) ? argument[2..] : argument;
            if (own[1] != ':')
                values[own[..own.IndexOf('=')]] = own[(own.IndexOf('=') + 1)..];
        }
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) => int.Parse(Text(name) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    public double Amount(string name, double otherwise) => Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
