using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index([TensorIndex.Single(i1)]);
            set => index_put_(value, [TensorIndex.Single(i1)]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index([TensorIndex.Single(i1), TensorIndex.Single(i2)]);
            set => index_put_(value, [TensorIndex.Single(i1), TensorIndex.Single(i2)]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index([TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3)]);
            set => index_put_(value, [TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3)]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index([TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4)]);
            set => index_put_(value, [TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4)]);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            Tensor view = View(indices, out Tensor?[] advanced);
            if (advanced.Length == 0) return view;
            using (view) return Aten.index.Call(view, advanced);
        }

        public Tensor index(params Tensor[] indices) => Aten.index.Call(this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using Tensor view = View(indices, out Tensor?[] advanced);
            if (advanced.Length == 0) view.copy_(value);
            else Put(view, advanced, value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices)
        {
            Put(this, indices, value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor number = Aten.scalar_tensor.Call(value, dtype, Arg.None, device);
            return index_put_(number, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor number = Aten.scalar_tensor.Call(value, dtype, Arg.None, device);
            return index_put_(number, indices);
        }

        private static void Put(Tensor target, Tensor?[] indices, Tensor value)
        {
            // As Python does: a single number takes the type of what it is put into.
            if (value.dtype == target.dtype || value.ndim > 0)
            {
                Aten.index_put_.Run(target, indices, value, false);
                return;
            }
            using Tensor number = value.to_type(target.dtype);
            Aten.index_put_.Run(target, indices, number, false);
        }

        /// <summary>The view that numbers, slices and new axes give; tensors among the indices are left for aten::index.</summary>
        private Tensor View(TensorIndex[] indices, out Tensor?[] advanced)
        {
            long named = indices.Sum(index => index.Kind switch
            {
                TensorIndex.Part.Single or TensorIndex.Part.Slice => 1L,
                TensorIndex.Part.Tensor => index.Indices!.dtype == ScalarType.Bool ? index.Indices.ndim : 1,
                _ => 0,
            });
            if (named > ndim) throw new ArgumentException($"{named} indices for a tensor of {ndim} dimensions.", nameof(indices));

            Tensor view = alias();
            List<Tensor?> tensors = [];
            long dimension = 0;
            foreach (TensorIndex index in indices)
            {
                Tensor before = view;
                switch (index.Kind)
                {
                    case TensorIndex.Part.Single:
                        view = Aten.select.Call(before, dimension, index.Start);
                        break;
                    case TensorIndex.Part.Slice:
                        view = Aten.slice.Call(before, dimension++, index.Start, index.Stop, index.Step ?? 1);
                        break;
                    case TensorIndex.Part.None:
                        view = Aten.unsqueeze.Call(before, dimension++);
                        break;
                    case TensorIndex.Part.Ellipsis:
                        dimension += ndim - named;
                        continue;
                    case TensorIndex.Part.Tensor:
                        while (tensors.Count < dimension) tensors.Add(null);
                        tensors.Add(index.Indices);
                        dimension += index.Indices!.dtype == ScalarType.Bool ? index.Indices.ndim : 1;
                        // aten::index counts a mask once, whatever dimensions it spans.
                        if (index.Indices.dtype == ScalarType.Bool && index.Indices.ndim != 1)
                            throw new NotSupportedException("Tensor.index: a mask of several dimensions beside other indices; use masked_select or index(Tensor[]).");
                        continue;
                    default:
                        throw new NotSupportedException($"Tensor.index: TensorIndex.{index.Kind}.");
                }
                before.Dispose();
            }
            advanced = [.. tensors];
            return view;
        }
    }
}
