using System.Text.Json.Serialization;

namespace Cacl.Learning;

/// <summary>The shape of a network that turns clips into feature vectors.</summary>
/// <remarks>
/// A further network is a record derived from this one, which makes a <see cref="ClipNetwork"/>, and two entries here: its
/// name in files, and its presets' names for people.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = NetworkKey)]
[JsonDerivedType(typeof(C3dArchitecture), "C3D")]
[JsonDerivedType(typeof(R3dArchitecture), "R3D")]
[JsonDerivedType(typeof(Mc3Architecture), "MC3")]
[JsonDerivedType(typeof(R2Plus1dArchitecture), "R(2+1)D")]
[JsonDerivedType(typeof(SlowArchitecture), "Slow")]
[JsonDerivedType(typeof(FrameMeanArchitecture), "FrameMean")]
public abstract record EncoderArchitecture
{
    internal const string NetworkKey = "Network";

    private static readonly (string Name, Func<EncoderArchitecture> Preset)[] Presets =
    [
        ("C3D", () => C3dArchitecture.Paper),
        ("R3D", () => R3dArchitecture.Shallow),
        ("R3D-18", () => R3dArchitecture.R18),
        ("R3D-34", () => R3dArchitecture.R34),
        ("MC3-18", () => Mc3Architecture.M18),
        ("R(2+1)D", () => R2Plus1dArchitecture.Shallow),
        ("R(2+1)D-18", () => R2Plus1dArchitecture.R18),
        ("Slow-R50", () => SlowArchitecture.R50),
        ("Slow-R152", () => SlowArchitecture.R152),
        ("ResNet-18", () => FrameMeanArchitecture.ResNet18),
        ("ResNet-50", () => FrameMeanArchitecture.ResNet50),
    ];

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Presets.Select(entry => entry.Name)];

    /// <summary>
    /// The statistics that the network takes pixels by; those that its weights were trained with. They are of whole pixels, not of
    /// clips whose background is subtracted.
    /// </summary>
    /// <value>Default: <see cref="PixelNormalization.None"/> (the released code's).</value>
    public PixelNormalization Normalization { get; init; } = PixelNormalization.None;

    /// <summary>Length of the pooled feature vector.</summary>
    [JsonIgnore]
    public abstract int FeatureLength { get; }

    /// <summary>A bound of the network's weights from below, which tells before one is allocated that a file can't hold them.</summary>
    internal virtual long FewestWeights => 0;

    /// <summary>The architecture of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>; case, dashes, underscores and brackets do not matter, and <c>plus</c> is +, so torchvision's names are known too.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static EncoderArchitecture Named(string name)
    {
        foreach ((string known, Func<EncoderArchitecture> preset) in Presets)
        {
            if (Plain(known) == Plain(name))
                return preset();
        }

        throw new ArgumentException($"There is no encoder named {name}; there are {string.Join(", ", Names)}.", nameof(name));

        static string Plain(string text) =>
            string.Concat(text.ToUpperInvariant().Replace("PLUS", "", StringComparison.Ordinal).Where(char.IsAsciiLetterOrDigit));
    }

    /// <summary>Makes the network with weights drawn from torch's random generator.</summary>
    public abstract ClipNetwork Create();

    /// <summary>Adds a line for every size that is out of range.</summary>
    /// <param name="option">What the lines call this architecture.</param>
    /// <param name="faults">Takes the lines.</param>
    protected internal virtual void CollectFaults(string option, List<string> faults)
    {
        if (!Enum.IsDefined(Normalization))
            faults.Add($"{option}.{nameof(Normalization)} is {Normalization}; it must be one of {string.Join(", ", Enum.GetNames<PixelNormalization>())}.");
    }
}
