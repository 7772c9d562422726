namespace TorchSharp;

public static partial class torch
{
    public struct TensorIndex
    {
        internal enum Part
        {
            None,
            Single,
            Slice,
            Ellipsis,
            Bool,
            Tensor,
        }

        internal readonly Part Kind;
        internal readonly long? Start;
        internal readonly long? Stop;
        internal readonly long? Step;
        internal readonly torch.Tensor? Indices;

        private TensorIndex(Part kind, long? start = null, long? stop = null, long? step = null, torch.Tensor? indices = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = indices;
        }

        public static TensorIndex Ellipsis = new(Part.Ellipsis);

        public static TensorIndex None = new(Part.None);

        public static TensorIndex Null = new(Part.None);

        public static TensorIndex Colon = new(Part.Slice);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Part.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) => Slice(Position(range.Start), Position(range.End));

        public static TensorIndex Slice((int? start, int? stop) range) => Slice(range.start, range.stop);

        public static TensorIndex Bool(bool value) => new(Part.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) => new(Part.Single, index);

        public static TensorIndex Tensor(torch.Tensor tensor) => new(Part.Tensor, indices: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int? start, int? stop) range) => Slice(range);

        // ^0 is the end itself, which a negative number can't say.
        private static long? Position(Index index) => index.IsFromEnd ? (index.Value == 0 ? null : -index.Value) : index.Value;
    }
}
