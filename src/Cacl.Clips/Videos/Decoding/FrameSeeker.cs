using System.Diagnostics;
using OpenCvSharp;

namespace Cacl.Clips;

/// <summary>Reaches far frames by seeking, to places that a <see cref="SeekTable"/> knows, as long as that works and saves time.</summary>
/// <remarks>Each place is made sure of by its times and pictures. A place that can't be found ends all seeking.</remarks>
/// <param name="decoder">The open decoder.</param>
/// <param name="table">Places of its file.</param>
/// <param name="framesPerSecond">The container's rate, by which the decoder turns frames into times.</param>
/// <param name="progress">Told of each frame.</param>
internal sealed class FrameSeeker(IFrameDecoder decoder, SeekTable table, double framesPerSecond, DecodingProgress progress)
{
    /// <summary>Frames that seeking is taken to cost before it is known: the decoder starts at a key frame at least 16 before.</summary>
    private const double FirstCost = 48;

    /// <summary>How many frames before a place the decoder is sent; the later ones are for decoders that come out behind it.</summary>
    private static readonly int[] Margins = [2, 24, 150];

    private double _cost = FirstCost;
    private double _ticksPerFrame;
    private bool _isDistrusted;

    /// <summary>The time that <see cref="NoteSkipped"/> counts from.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>How many places were reached.</summary>
    public int Count { get; private set; }

    /// <summary>Seeks to the last place before a frame, when that is quicker than skipping.</summary>
    /// <param name="frame">The wanted frame.</param>
    /// <param name="position">Where the decoder stands; -1 at an end.</param>
    /// <returns>Where it stands now; null when it was left where it was, -1 when it is lost and must be opened anew.</returns>
    public int? TryReach(int frame, int position)
    {
        if (_isDistrusted || table.LastUpTo(frame) is not { } point)
            return null;
        int skipped = position >= 0 && position <= frame ? frame - position : frame + 1;
        if (skipped - (frame - point.Frame) <= _cost)
            return null;

        long start = Now;
        if (Reaches(point))
        {
            Count++;
            if (_ticksPerFrame > 0)
                _cost = (_cost + (Now - start) / _ticksPerFrame) / 2;
            return point.Frame;
        }
        _isDistrusted = true;
        return -1;
    }

    /// <summary>Learns what a skipped frame costs.</summary>
    public void NoteSkipped(int frames, long start)
    {
        if (frames < 8)
            return;
        double ticks = (double)(Now - start) / frames;
        _ticksPerFrame = _ticksPerFrame == 0 ? ticks : (_ticksPerFrame + ticks) / 2;
    }

    private bool Reaches(SeekPoint point)
    {
        try
        {
            foreach (int margin in Margins)
            {
                double target = Math.Floor(point.StartTime / 1000 * framesPerSecond) - margin;
                if (target < 2)
                    return false;
                progress.Step(point.Frame);
                decoder.Seek(target);
                if (Lands(point, out bool isBehind))
                    return true;
                if (!isBehind)
                    return false;
            }
        }
        catch (DecoderException exception) when (exception.Fault != VideoFault.Stalled)
        {
            // It may well decode what it comes to from the beginning.
        }
        return false;
    }

    /// <summary>Goes on to a place, and makes sure that it is the one.</summary>
    private bool Lands(SeekPoint point, out bool isBehind)
    {
        isBehind = false;
        // Beyond so many frames, opening the file anew would have been there before.
        for (int grabbed = 0; grabbed < point.Frame; grabbed++)
        {
            if (!Grab(point))
                return false;
            double time = decoder.Time();
            if (time > point.StartTime)
            {
                isBehind = true;
                return false;
            }
            if (time == point.StartTime)
                return Matches(point);
        }
        return false;
    }

    private bool Matches(SeekPoint point)
    {
        ulong found = Fingerprint(0);
        for (int i = 1; i < SeekPoint.Frames; i++)
        {
            if (!Grab(point))
                return false;
            found = Fingerprint(found);
        }
        return found == point.Fingerprint;
    }

    private ulong Fingerprint(ulong before)
    {
        Mat picture = decoder.Retrieve();
        return SeekPoint.Add(before, picture.Empty() ? 0 : PictureHash.Of(picture), decoder.Time());
    }

    private bool Grab(SeekPoint point)
    {
        progress.Step(point.Frame);
        return decoder.Grab();
    }
}
