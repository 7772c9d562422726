using System.Reflection;
using Microsoft.ML.Transforms;

[assembly: Microsoft.ML.ModelLoader(Microsoft.ML.StoredMapping.Signature, typeof(Microsoft.ML.StoredMapping))]

namespace Microsoft.ML;

/// <summary>Finds the factory of a custom mapping by the assembly and the contract that a file names.</summary>
internal static class StoredMapping
{
    public const string Signature = "CustomTransformer";

    internal static ITransformer Load(MLContext context, ModelLoadContext ctx)
    {
        string contractName = ctx.Reader.ReadString();
        context.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.Reader.ReadString()));
        return context.ComponentCatalog.Extension(typeof(CustomMappingFactoryAttributeAttribute), contractName) is ICustomMappingFactory factory
            ? factory.CreateTransformer(contractName)
            : throw new InvalidOperationException($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
    }
}
