using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls a generic method with types that only a column knows.</summary>
internal static class GenericCall
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static TResult Static<TResult>(Type owner, string method, Type[] types, params object[] arguments) => Invoke<TResult>(owner, null, method, types, arguments);

    public static TResult On<TResult>(object target, Type owner, string method, Type[] types, params object[] arguments) => Invoke<TResult>(owner, target, method, types, arguments);

    private static TResult Invoke<TResult>(Type owner, object target, string name, Type[] types, object[] arguments)
    {
        MethodInfo method = owner.GetMethods(Any).Single(method => method.Name == name && method.IsGenericMethodDefinition && method.GetGenericArguments().Length == types.Length);
        return (TResult)method.MakeGenericMethod(types).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}
