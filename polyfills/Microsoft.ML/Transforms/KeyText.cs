namespace Microsoft.ML.Transforms;

/// <summary>When two values are the same key, and which value is none.</summary>
internal interface IKeyText<T>
{
    /// <summary>Something to look the value up by; null for a missing value.</summary>
    object Of(T value);

    int Compare(T first, T second);
}

internal static class KeyText
{
    public static IKeyText<T> For<T>() => typeof(T) == typeof(ReadOnlyMemory<char>) ? (IKeyText<T>)(object)new Text() : new Value<T>();

    private sealed class Text : IKeyText<ReadOnlyMemory<char>>
    {
        public object Of(ReadOnlyMemory<char> value) => value.IsEmpty ? null : value.ToString();

        public int Compare(ReadOnlyMemory<char> first, ReadOnlyMemory<char> second) => first.Span.SequenceCompareTo(second.Span);
    }

    private sealed class Value<T> : IKeyText<T>
    {
        public object Of(T value) => value is float.NaN or double.NaN ? null : value;

        public int Compare(T first, T second) => Comparer<T>.Default.Compare(first, second);
    }
}
