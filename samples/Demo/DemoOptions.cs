namespace Cacl.Demo;

/// <summary>What the command line asks for.</summary>
internal sealed record DemoOptions
{
    public string? Videos { get; init; }

    public string? Validate { get; init; }

    public bool Motion { get; init; }

    public string? Textures { get; init; }

    public int PerClass { get; init; } = 40;

    public int Seed { get; init; } = 1;

    public int? Epochs { get; init; }

    public int? Steps { get; init; }

    public string? Checkpoints { get; init; }

    public string Output { get; init; } = Path.Combine("artifacts", "demo");

    public bool Quiet { get; init; }

    public bool Help { get; init; }
}
