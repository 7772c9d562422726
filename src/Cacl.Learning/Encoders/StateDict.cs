using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Puts tensors of a safetensors file into a network, name by name.</summary>
internal static class StateDict
{
    // The prefixes under which training scripts keep a network: MoCo's query network, and DataParallel's.
    private static readonly string[] Prefixes = ["module.encoder_q.", "encoder_q.", "module."];

    private const string Classifier = "fc.";
    private const string BatchCount = ".num_batches_tracked";   // older files have none, and evaluation does not read it

    /// <summary>Puts in weights that were published, or trained by another program.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights are not the network's.</exception>
    public static void LoadPublished(Module network, string path)
    {
        Dictionary<string, Tensor> weights = Safetensors.Read(path, out _);
        try
        {
            string prefix = Prefixes.FirstOrDefault(prefix => weights.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal))) ?? "";
            Dictionary<string, Tensor> named = weights
                .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(entry => (Name: entry.Key[prefix.Length..], Values: entry.Value))
                .Where(entry => !entry.Name.StartsWith(Classifier, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Name, entry => entry.Values);
            Load(network, named, path);
        }
        finally
        {
            foreach (Tensor values in weights.Values)
                values.Dispose();
        }
    }

    /// <summary>Puts in weights, all of which must be the network's.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="weights">Tensors by name; they stay the caller's.</param>
    /// <param name="path">Where they come from, for messages.</param>
    /// <exception cref="InvalidDataException">They are not the network's.</exception>
    public static void Load(Module network, Dictionary<string, Tensor> weights, string path)
    {
        Dictionary<string, Tensor> expected = network.state_dict();
        foreach ((string name, Tensor values) in expected)
        {
            if (!weights.TryGetValue(name, out Tensor? found))
            {
                if (!name.EndsWith(BatchCount, StringComparison.Ordinal))
                    throw new InvalidDataException($"{path} lacks the weights {name}.");
            }
            else if (!found.shape.SequenceEqual(values.shape) || found.is_floating_point() != values.is_floating_point())
            {
                throw new InvalidDataException($"{path} holds {name} as {found.dtype} [{string.Join(", ", found.shape)}]; expected {values.dtype} [{string.Join(", ", values.shape)}].");
            }
        }

        if (weights.Keys.Except(expected.Keys).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"{path} holds the weights {unknown}, which its network does not have.");
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor values) in weights)
            expected[name].copy_(values);   // which converts, where load_state_dict takes bytes as they are
    }
}
