using System.Reflection;

namespace Microsoft.ML.Runtime;

public sealed class ComponentCatalog
{
    private readonly HashSet<string> registered = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> extensions = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (registered)
        {
            if (!registered.Add(assembly.FullName)) return;
            foreach (Type type in assembly.GetTypes().Where(type => type.IsClass))
                foreach (ExtensionBaseAttribute attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                    if (!extensions.TryAdd((attribute.GetType(), attribute.ContractName), type) && throwOnError)
                        throw new InvalidOperationException(
                            $"An extension for '{attribute.GetType().Name}' with contract '{attribute.ContractName}' has already been registered in the ComponentCatalog.");
        }
    }

    /// <summary>A new object of the class that bears an attribute with a contract's name.</summary>
    internal object Extension(Type attribute, string contractName)
    {
        lock (registered)
        {
            return extensions.TryGetValue((attribute, contractName), out Type type)
                ? Activator.CreateInstance(type)
                : throw new InvalidOperationException(
                    $"Unable to locate an extension for the contract '{contractName}'. Ensure you have called {nameof(ComponentCatalog)}.{nameof(RegisterAssembly)} with the Assembly that contains a class decorated with a '{attribute.FullName}'.");
        }
    }
}
