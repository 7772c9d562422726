using Cacl.Clips;
using Microsoft.ML;

namespace Cacl.ML;

/// <summary>What is made of the video that each row of one cursor names: made once a row, whichever columns ask for it.</summary>
/// <param name="input">The cursor or row below.</param>
/// <param name="column">Its text column of paths.</param>
/// <param name="faults">What is done with faulty videos.</param>
/// <param name="make">
/// Makes the value of a path, and tells what the video lacks, which is null when it is complete; it may fill the value of the row
/// before, which is null at first.
/// </param>
internal sealed class VideoColumn<T>(DataViewRow input, DataViewSchema.Column column, VideoFaultHandling faults, Func<string, T?, (T Value, string? Shortfall)> make)
    where T : class
{
    private readonly ValueGetter<ReadOnlyMemory<char>> getPath = input.GetGetter<ReadOnlyMemory<char>>(column);
    private ReadOnlyMemory<char> text;
    private long madeAt = -1;
    private string madeOf = "";
    private T? value;
    private VideoException? failure;
    private string? shortfall;

    /// <summary>The columns that show the value: its own, and one for faults where they are flagged.</summary>
    /// <param name="get">The value's getter, which asks <see cref="Value"/>.</param>
    /// <param name="wanted">Which columns are asked for.</param>
    public RowColumns Columns<TValue>(ValueGetter<TValue> get, bool[] wanted)
    {
        Delegate? ownGetter = wanted[0] ? get : null;
        return faults.Policy == VideoFaultPolicy.Flag
            ? new RowColumns([ownGetter, wanted[1] ? (ValueGetter<ReadOnlyMemory<char>>)GetFault : null])
            : new RowColumns([ownGetter], faults.Policy == VideoFaultPolicy.Skip ? () => Keeps(valueIsWanted: wanted[0]) : null);
    }

    /// <summary>The current row's value; null for a faulty video that is flagged.</summary>
    /// <exception cref="VideoException">The video is faulty, and not flagged; the message names the row.</exception>
    public T? Value()
    {
        Make();
        if (failure is null)
            return value;
        if (faults.Policy == VideoFaultPolicy.Flag)
            return null;
        throw faults.Located(failure, input.Position, column.Name);
    }

    /// <summary>The getter of the column that tells faults: the kind and the cause, or what the value lacks; empty where the whole video was there.</summary>
    private void GetFault(ref ReadOnlyMemory<char> fault)
    {
        Make();
        fault = VideoFaultHandling.Told(failure, shortfall).AsMemory();
    }

    /// <summary>Whether the current row stays; asked once a row when faulty videos are skipped.</summary>
    /// <remarks>A row whose value is wanted stays only when the value is there: the file may change before it is asked for.</remarks>
    private bool Keeps(bool valueIsWanted)
    {
        getPath(ref text);
        FileState file = FileState.Of(text.ToString());
        bool? known = faults.IsSound(file);
        if (known is false || (known is true && !valueIsWanted))
            return known.Value;
        Make();
        faults.Note(file, failure);
        return failure is null;
    }

    private void Make()
    {
        getPath(ref text);
        // The path as well, since a row that is no cursor may have the same position for ever.
        if (madeAt == input.Position && text.Span.SequenceEqual(madeOf))
            return;
        string path = text.ToString();
        madeAt = -1;
        failure = null;
        shortfall = null;
        try
        {
            (value, shortfall) = Read(path);
            if (shortfall is not null)
                faults.NoteUsedInPart(FileState.Of(path), path, shortfall);
        }
        catch (VideoException exception)
        {
            failure = exception;
        }

        (madeAt, madeOf) = (input.Position, path);
    }

    private (T Value, string? Shortfall) Read(string path)
    {
        FileStamp.FullPath(path);   // throws for what no file can be called
        return make(path, value);
    }
}
