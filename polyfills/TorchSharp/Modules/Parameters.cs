using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The tensors of the modules here belong to the module, whatever scope it was made in.</summary>
internal static class Parameters
{
    public static Parameter New(Tensor data)
    {
        var parameter = new Parameter(data);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Takes <paramref name="value"/> out of its scope in place of <paramref name="before"/>, which is disposed.</summary>
    public static T? Owned<T>(T? value, T? before)
        where T : Tensor
    {
        if (!ReferenceEquals(value, before)) before?.Dispose();
        value?.DetachFromDisposeScope();
        return value;
    }
}
