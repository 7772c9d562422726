using System.Security.Cryptography;
using Cacl.Clips;
using Cacl.Learning;
using Cacl.Onnx;

namespace Cacl.Cli;

/// <summary>What tells this build of the program from others.</summary>
internal static class Build
{
    /// <summary>A hash that changes with the code of the tool and of the libraries that numbers come from.</summary>
    internal static NamedText Fact { get; } = new("build", Convert.ToHexStringLower(SHA256.HashData(
        [.. new[] { typeof(Build), typeof(VideoEncoder), typeof(VideoFeaturizer), typeof(VideoEntry) }.SelectMany(type => type.Module.ModuleVersionId.ToByteArray())]))[..12]);
}
