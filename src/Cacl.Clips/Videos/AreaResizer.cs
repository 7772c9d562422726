using System.Runtime.Intrinsics;

namespace Cacl.Clips;

/// <summary>Shrinks pictures from one size to another: each pixel is the mean of the area that it covers, and BGR becomes RGB on the way.</summary>
/// <remarks>
/// <para>
/// The sizes' ratio is a fraction, so the share of each source pixel is a whole number of parts, and the sum of all shares is exact:
/// the result is the mean rounded to the nearest level, and the same on every machine. General code for areas weighs in floating point,
/// pixel by pixel, which takes more time than decoding the frame; here the rows are added up first, many bytes at a time.
/// </para>
/// <para>Holds a row of sums, so it serves one thread at a time.</para>
/// </remarks>
internal sealed class AreaResizer
{
    // With the rounding's half on top, sums must stay below 2^31, and a level takes 255 of them.
    private const long MaximumArea = 8_000_000;

    // The most that the shares of a column may sum to when levels are to be added in 16 bits.
    private const int MaximumShortSum = ushort.MaxValue / byte.MaxValue;

    private const int Channels = 3;

    private readonly Axis _rows;
    private readonly Axis _columns;
    private readonly uint[] _sums;      // of a column of each source byte
    private readonly int[] _totals;     // of the area of each destination byte
    private readonly byte[] _levels;

    /// <summary>Prepares to resize.</summary>
    /// <param name="from">The size of the pictures; neither side may be smaller than that of <paramref name="to"/>.</param>
    /// <param name="to">The size that they get.</param>
    public AreaResizer(FrameSize from, FrameSize to)
    {
        From = from;
        To = to;
        _rows = new Axis(from.Height, to.Height);
        _columns = new Axis(from.Width, to.Width);
        // Vectors reach past the last byte.
        _sums = new uint[from.Width * Channels + Vector128<byte>.Count];
        _totals = new int[to.Width * Channels + Vector128<byte>.Count];
        _levels = new byte[_totals.Length];
    }

    /// <summary>The size of the pictures.</summary>
    public FrameSize From { get; }

    /// <summary>The size that they get.</summary>
    public FrameSize To { get; }

    /// <summary>Whether it can resize so: neither side grows, and the sums of an area are not too large.</summary>
    public static bool Serves(FrameSize from, FrameSize to) =>
        to.Width <= from.Width && to.Height <= from.Height
        && (long)new Axis(from.Width, to.Width).Parts * new Axis(from.Height, to.Height).Parts <= MaximumArea;

    /// <summary>Resizes one picture.</summary>
    /// <param name="bgr">BGR bytes, from its first row to the end of its last.</param>
    /// <param name="step">Bytes from one row to the next.</param>
    /// <param name="rgb">Receives [height, width, 3] of <see cref="To"/>; just as long as that.</param>
    /// <exception cref="ArgumentException">There are fewer bytes than the sizes ask for.</exception>
    public unsafe void Resize(ReadOnlySpan<byte> bgr, int step, Span<byte> rgb)
    {
        long wanted = (From.Height - 1L) * step + From.Width * Channels;
        if (step < From.Width * Channels || bgr.Length < wanted)
            throw new ArgumentException($"A picture of {From} with rows of {step} bytes takes {wanted} bytes; here are {bgr.Length}.", nameof(bgr));
        int rowBytes = To.Width * Channels;
        fixed (byte* pixels = bgr)
        {
            for (int row = 0; row < To.Height; row++)
            {
                Share share = _rows.Shares[row];
                byte* first = pixels + (nint)share.First * step;
                if (_rows.Parts <= MaximumShortSum)
                    AddRows(first, step, share);
                else
                    AddRowsOneByOne(first, step, share);
                AddColumns();
                Divide();
                _levels.AsSpan(0, rowBytes).CopyTo(rgb[(row * rowBytes)..]);
            }
        }
    }

    /// <summary>Adds up the rows under one row of the result, 16 bytes of each at a time.</summary>
    private unsafe void AddRows(byte* first, nint step, Share share)
    {
        int bytes = From.Width * Channels, at = 0;
        Vector128<ushort> firstWeight = Vector128.Create((ushort)share.FirstWeight), lastWeight = Vector128.Create((ushort)share.LastWeight), innerWeight = Vector128.Create((ushort)_rows.Whole);
        fixed (uint* sums = _sums)
        {
            for (; at <= bytes - Vector128<byte>.Count; at += Vector128<byte>.Count)
            {
                byte* from = first + at;
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(from));
                (low, high) = (low * firstWeight, high * firstWeight);
                if (share.Inner > 0)
                {
                    Vector128<ushort> innerLow = default, innerHigh = default;
                    for (int inner = 1; inner <= share.Inner; inner++)
                    {
                        (Vector128<ushort> a, Vector128<ushort> b) = Vector128.Widen(Vector128.Load(from + inner * step));
                        (innerLow, innerHigh) = (innerLow + a, innerHigh + b);
                    }
                    (low, high) = (low + innerLow * innerWeight, high + innerHigh * innerWeight);
                }
                if (share.LastWeight > 0)
                {
                    (Vector128<ushort> a, Vector128<ushort> b) = Vector128.Widen(Vector128.Load(from + (share.Inner + 1) * step));
                    (low, high) = (low + a * lastWeight, high + b * lastWeight);
                }
                (Vector128<uint> s0, Vector128<uint> s1) = Vector128.Widen(low);
                (Vector128<uint> s2, Vector128<uint> s3) = Vector128.Widen(high);
                s0.Store(sums + at);
                s1.Store(sums + at + 4);
                s2.Store(sums + at + 8);
                s3.Store(sums + at + 12);
            }
        }
        AddRowsOneByOne(first, step, share, at);
    }

    /// <summary>The same byte by byte, for the end of rows and for sums that take more than 16 bits.</summary>
    private unsafe void AddRowsOneByOne(byte* first, nint step, Share share, int at = 0)
    {
        for (; at < From.Width * Channels; at++)
        {
            uint inner = 0;
            for (int row = 1; row <= share.Inner; row++)
                inner += first[at + row * step];
            uint last = share.LastWeight > 0 ? first[at + (share.Inner + 1) * step] : 0u;
            _sums[at] = first[at] * share.FirstWeight + inner * _rows.Whole + last * share.LastWeight;
        }
    }

    /// <summary>Adds up the columns under each pixel of the row: the three channels, and a fourth value that the next pixel overwrites.</summary>
    private unsafe void AddColumns()
    {
        Vector128<int> toRgb = Vector128.Create(2, 1, 0, 3);
        fixed (uint* sums = _sums)
        fixed (int* totals = _totals)
        {
            int* to = totals;
            foreach (Share share in _columns.Shares)
            {
                uint* from = sums + share.First * Channels;
                Vector128<uint> total = Vector128.Load(from) * share.FirstWeight;
                if (_columns.MostInner <= 1)
                {
                    // Shares alternate without a pattern that a processor could guess, so what is not there is multiplied by 0.
                    total += Vector128.Load(from + Channels) * share.SecondWeight + Vector128.Load(from + 2 * Channels) * share.ThirdWeight;
                }
                else
                {
                    Vector128<uint> inner = Vector128.Load(from + Channels);
                    for (int pixel = 2; pixel <= share.Inner; pixel++)
                        inner += Vector128.Load(from + pixel * Channels);
                    total += inner * _columns.Whole + Vector128.Load(from + (share.Inner + 1) * Channels) * share.LastWeight;
                }
                Vector128.Shuffle(total.AsInt32(), toRgb).Store(to);
                to += Channels;
            }
        }
    }

    /// <summary>Divides the sums of the row by the area, to the nearest whole number.</summary>
    private unsafe void Divide()
    {
        int area = checked((int)(_rows.Parts * _columns.Parts));
        Vector128<int> areas = Vector128.Create(area), half = Vector128.Create(area / 2);
        Vector128<float> inverse = Vector128.Create(1f / area);
        fixed (int* totals = _totals)
        fixed (byte* levels = _levels)
        {
            for (int at = 0; at < To.Width * Channels; at += Vector128<byte>.Count)
            {
                Vector128<ushort> low = Vector128.Narrow(Quotient(totals + at), Quotient(totals + at + 4)).AsUInt16();
                Vector128<ushort> high = Vector128.Narrow(Quotient(totals + at + 8), Quotient(totals + at + 12)).AsUInt16();
                Vector128.Narrow(low, high).Store(levels + at);
            }
        }

        // In single precision it may miss by one, which the remainder tells.
        Vector128<int> Quotient(int* from)
        {
            Vector128<int> sum = Vector128.Load(from) + half;
            Vector128<int> quotient = Vector128.ConvertToInt32Native(Vector128.ConvertToSingle(sum) * inverse);
            Vector128<int> rest = sum - quotient * areas;
            quotient += Vector128.LessThan(rest, Vector128<int>.Zero);               // true is -1
            return quotient - Vector128.GreaterThanOrEqual(rest, areas);
        }
    }

    /// <summary>What of the source lies under one row or column of the result.</summary>
    /// <param name="First">The first row or column.</param>
    /// <param name="FirstWeight">Its share.</param>
    /// <param name="Inner">How many after it lie there whole.</param>
    /// <param name="LastWeight">The share of the one after them; 0: there is none.</param>
    private readonly record struct Share(int First, uint FirstWeight, int Inner, uint LastWeight)
    {
        /// <summary>With at most one inner pixel, the share of the one after the first.</summary>
        public uint SecondWeight { get; init; }

        /// <summary>With at most one inner pixel, the share of the one after the second.</summary>
        public uint ThirdWeight { get; init; }
    }

    /// <summary>The shares along one side, in parts of which a source pixel has <see cref="Whole"/> and a pixel of the result <see cref="Parts"/>.</summary>
    private readonly struct Axis
    {
        public Axis(int from, int to)
        {
            int divisor = GreatestCommonDivisor(from, to);
            Parts = (uint)(from / divisor);
            Whole = (uint)(to / divisor);
            Shares = new Share[to];
            for (int i = 0; i < to; i++)
            {
                long start = (long)i * Parts, end = start + Parts;
                int first = (int)(start / Whole);
                long firstWeight = Math.Min((first + 1L) * Whole, end) - start;
                long left = Parts - firstWeight;
                int inner = (int)(left / Whole);
                uint last = (uint)(left % Whole);
                Shares[i] = new Share(first, (uint)firstWeight, inner, last)
                {
                    SecondWeight = inner > 0 ? Whole : last,
                    ThirdWeight = inner > 0 ? last : 0,
                };
                MostInner = Math.Max(MostInner, inner);
            }
        }

        public uint Parts { get; }

        public uint Whole { get; }

        public Share[] Shares { get; }

        public int MostInner { get; }

        private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
    }
}
