namespace Cacl.Clips;

/// <summary>Collects seek points while a file is decoded from its first frame to its last.</summary>
/// <remarks>
/// Times tell frames apart only where they grow strictly. At the end of a file they may be missing (told as 0), because some decoders
/// don't know the times of the frames that they had held back; any other disorder makes all points worthless.
/// </remarks>
internal sealed class SeekPointRecorder
{
    /// <summary>Seeking before this frame would save nothing.</summary>
    private const int FirstFrame = 96;

    /// <summary>Frames from one point to the next, at first.</summary>
    private const int LeastInterval = 16;

    /// <summary>More points are thinned out to half of them.</summary>
    private const int MostPoints = 256;

    /// <summary>Frames that are tried for a point before a scene that stands still is left alone.</summary>
    private const int MostTries = 12;

    private readonly List<SeekPoint> _points = [];
    private readonly List<(ulong Picture, double Time)> _run = [];
    private int _interval = LeastInterval;
    private int _next = FirstFrame;
    private int _tries;
    private double _lastTime = double.NegativeInfinity;
    private bool _timesEnded, _isDisordered;

    /// <summary>The points found; none where the times are in disorder.</summary>
    public IReadOnlyList<SeekPoint> Points => _isDisordered ? [] : _points;

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">Its number; each that follows 0 in turn.</param>
    /// <param name="time">Its time.</param>
    /// <param name="picture">Gives the fingerprint of its picture; called for few frames.</param>
    public void Add(int frame, double time, Func<ulong> picture)
    {
        if (_isDisordered)
            return;
        if (_timesEnded || time <= _lastTime)
        {
            _timesEnded = true;
            _isDisordered = time != 0;
            return;
        }
        _lastTime = time;
        if (frame < _next || time <= 0)
            return;

        _run.Add((picture(), time));
        _tries++;
        if (_run.Count < SeekPoint.Frames)
            return;
        if (_run.DistinctBy(taken => taken.Picture).Count() == SeekPoint.Frames)
        {
            _points.Add(new SeekPoint(frame, _run[0].Time, _run.Aggregate(0UL, (print, taken) => SeekPoint.Add(print, taken.Picture, taken.Time))));
            ThinOut();
            StartAt(frame + _interval - SeekPoint.Frames + 1);
        }
        else if (_tries < MostTries)
            _run.RemoveAt(0);
        else
            StartAt(frame + _interval);
    }

    private void StartAt(int frame)
    {
        _next = frame;
        _tries = 0;
        _run.Clear();
    }

    private void ThinOut()
    {
        if (_points.Count <= MostPoints)
            return;
        int kept = 0;
        for (int i = 0; i < _points.Count; i += 2)
            _points[kept++] = _points[i];
        _points.RemoveRange(kept, _points.Count - kept);
        _interval *= 2;
    }
}
