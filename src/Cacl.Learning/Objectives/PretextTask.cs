using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>A question about a clip that its frames alone answer: which items are cut of it, and which class they are of.</summary>
internal abstract class PretextTask
{
    /// <summary>How many items a question shows.</summary>
    public abstract int Items { get; }

    /// <summary>Frames of an item; an item of one frame is a picture.</summary>
    public abstract int FramesPerItem { get; }

    /// <summary>The fewest frames of a clip that a question can be drawn from.</summary>
    public abstract int FewestFrames { get; }

    /// <summary>How many answers there are.</summary>
    public abstract int Classes { get; }

    /// <summary>Whether the items are compared two by two, and not taken all at once.</summary>
    public abstract bool IsPairwise { get; }

    /// <summary>Poses a question.</summary>
    /// <param name="answer">The class it shall have.</param>
    /// <param name="frames">Frames of the clip.</param>
    /// <param name="random">Source of what the answer leaves open.</param>
    /// <param name="chosen">Takes the frames of the first item, then those of the next.</param>
    public abstract void Pose(int answer, int frames, ref SampleRandom random, Span<int> chosen);

    /// <summary>Draws different frames, in order.</summary>
    protected static void DrawInOrder(int frames, ref SampleRandom random, Span<int> drawn)
    {
        Span<int> all = stackalloc int[frames];
        for (int i = 0; i < frames; i++)
            all[i] = i;
        random.Shuffle(all);
        all[..drawn.Length].CopyTo(drawn);
        drawn.Sort();
    }

    /// <summary>All orders of the numbers from 0, by rank from the lowest: 012, 021, 102, 120, 201, 210.</summary>
    protected static IReadOnlyList<int[]> OrdersOf(int count)
    {
        IEnumerable<int[]> orders = [[]];
        for (int place = 0; place < count; place++)
            orders = orders.SelectMany(order => Enumerable.Range(0, count).Except(order).Select(next => (int[])[.. order, next])).ToArray();
        return [.. orders];
    }
}
