using OpenCvSharp;

namespace Cacl.Clips.Tests;

/// <summary>A decoder without a file, whose frames and failures a test chooses. Each picture is grey, in a shade of its frame.</summary>
internal sealed class ScriptedDecoder : IFrameDecoder
{
    private Mat _picture = new();
    private int _grabs, _index = -1;

    public int Frames { get; init; } = 300;

    public long Promised { get; init; }

    /// <summary>Grabs, counted from 0 since the file was opened, that are refused.</summary>
    public Func<int, bool> Refuses { get; init; } = _ => false;

    /// <summary>The time that is told of a frame.</summary>
    public Func<int, double> TimeOf { get; init; } = frame => frame * 40;

    /// <summary>Makes the picture of a frame.</summary>
    public Func<int, Mat> PictureOf { get; init; } = Shade;

    /// <summary>Where asking for a frame leads: the next one that is grabbed.</summary>
    public Func<int, int> Lands { get; init; } = frame => frame;

    /// <summary>By how many frames pictures are ahead of their times after a seek.</summary>
    public int Slip { get; init; }

    /// <summary>Called before a frame is decoded; -1 when the file is opened.</summary>
    public Action<int> Before { get; init; } = _ => { };

    public int Opened { get; private set; }

    public int Sought { get; private set; }

    public int Grabbed { get; private set; }

    public bool IsDisposed { get; private set; }

    private int Slipped { get; set; }

    public static Mat Shade(int frame) => new(8, 8, MatType.CV_8UC3, new Scalar(frame % 251, frame % 13, frame / 251));

    public bool Open()
    {
        Before(-1);
        Opened++;
        (_grabs, _index, Slipped) = (0, -1, 0);
        return true;
    }

    public StreamClaims Claims() => StreamClaims.From(25, Promised, 1, 1, 0);

    public bool Grab()
    {
        Before(_index + 1);
        Grabbed++;
        if (Refuses(_grabs++) || _index + 1 >= Frames)
            return false;
        _index++;
        return true;
    }

    public double Time() => TimeOf(_index);

    public Mat Retrieve()
    {
        _picture.Dispose();
        return _picture = PictureOf(_index + Slipped);
    }

    public void Seek(double frame)
    {
        Sought++;
        Slipped = Slip;
        _index = Lands((int)frame) - 1;
    }

    public void Dispose()
    {
        _picture.Dispose();
        IsDisposed = true;
    }
}
