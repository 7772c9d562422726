namespace Microsoft.ML;

/// <summary>Names a type that reads models back, by its static method Load(MLContext, ModelLoadContext).</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class ModelLoaderAttribute(string signature, Type type) : Attribute
{
    public string Signature => signature;

    public Type Type => type;
}
