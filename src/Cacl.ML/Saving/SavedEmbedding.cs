using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cacl.ML;

/// <summary>How one loaded model embeds the rows of all its cursors: by the component that was saved.</summary>
/// <typeparam name="T">What the column of videos holds.</typeparam>
internal sealed class SavedEmbedding<T>
{
    private SavedEncoder? encoder;

    /// <summary>Embeds a cursor's next row.</summary>
    /// <param name="options">The text of the options.</param>
    /// <param name="content">The encoder's file where it was asked for; else a byte of it.</param>
    /// <param name="video">The row's video.</param>
    /// <param name="target">The cursor's.</param>
    public void Embed(ReadOnlyMemory<char> options, VBuffer<byte> content, ValueGetter<T> video, SavedFeatures target)
    {
        encoder ??= SavedEncoder.Open(options, content.GetValues());
        target.Reader ??= new Reader(encoder);
        ((Reader)target.Reader).Read(video, target);
    }

    private sealed class Reader
    {
        private readonly SavedRow<T> row;
        private readonly ValueGetter<VBuffer<float>> getFeatures;
        private readonly ValueGetter<ReadOnlyMemory<char>>? getFault;

        public Reader(SavedEncoder encoder)
        {
            row = new SavedRow<T>(encoder.Options.InputColumnName, encoder.Options.InputType);
            bool flags = encoder.Transformer.FaultColumnName is not null;
            RowColumns columns = encoder.Transformer.MakeColumns(row, flags ? [true, true] : [true]);
            getFeatures = (ValueGetter<VBuffer<float>>)columns.Getters[0]!;
            getFault = flags ? (ValueGetter<ReadOnlyMemory<char>>)columns.Getters[1]! : null;
        }

        public void Read(ValueGetter<T> video, SavedFeatures target)
        {
            row.Next(video);
            VBuffer<float> features = target.Features;
            getFeatures(ref features);
            target.Features = features;
            if (getFault is null)
                return;
            ReadOnlyMemory<char> fault = default;
            getFault(ref fault);
            target.Fault = fault;
        }
    }
}
