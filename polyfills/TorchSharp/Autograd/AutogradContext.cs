using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];

            internal AutogradContext()
            {
            }

            /// <summary>What the graph is to keep; it holds it from the end of the forward pass on.</summary>
            internal List<Tensor>? ToSave { get; set; }

            /// <summary>How many tensors the graph keeps in <see cref="Node"/>.</summary>
            internal int SavedCount { get; set; }

            /// <summary>The node of the graph; 0 before there is one, and after.</summary>
            internal nint Node { get; set; }

            public void save_for_backward(List<Tensor> tensors) => ToSave = tensors;

            public void save_data(string key, object value) => _data[key] = value;

            public object? get_data(string key) => _data.GetValueOrDefault(key);

            public List<Tensor> get_saved_variables()
            {
                if (Node == 0) return [];
                var handles = new nint[SavedCount];
                fixed (nint* first = handles) NativeMethods.Check(NativeMethods.cacl_function_saved(Node, first));
                return [.. handles.Select(handle => handle == 0 ? null! : new Tensor(handle, 0))];
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>The graph frees what it keeps.</summary>
            protected virtual void Dispose(bool disposing) => _data.Clear();
        }
    }
}
