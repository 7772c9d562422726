using Cacl.Clips;

namespace Cacl.Samples.MotionSet;

/// <summary>Where a sprite is, how it is turned and scaled, and how much brighter it is than its texture.</summary>
internal readonly record struct Pose(double X, double Y, double Angle, double Scale, double Brightness);

/// <summary>One random movement of a kind: its pose at every frame.</summary>
/// <remarks>
/// Lengths are in units of the frame's height, the origin is the frame's centre. Periods are 16 to 30 frames, so that
/// 8 frames at interval 2 see half a period or more and at interval 4 one or two. Strokes go out slowly and come back
/// fast, as a blink or a step does: played backwards a movement looks different, which makes frame order learnable.
/// </remarks>
internal sealed class Movement
{
    private const double OutwardShare = 0.72;

    private readonly MotionKind kind;
    private readonly double period, phase, amplitude, direction, sense, x, y, angle, size, swing;

    /// <summary>Draws the same numbers in the same order whatever the kind is, so that nothing else differs between kinds.</summary>
    public Movement(MotionKind kind, ref SampleRandom random)
    {
        this.kind = kind;
        period = Between(ref random, 16, 30);
        phase = random.NextDouble();
        amplitude = Between(ref random, 0.19, 0.27);
        direction = Between(ref random, 0, 2 * Math.PI);
        sense = random.NextBool(0.5) ? 1 : -1;
        double spread = kind is MotionKind.Rotate or MotionKind.Zoom or MotionKind.Shake or MotionKind.Flicker ? 0.2 : 0.06;
        x = Between(ref random, -spread, spread);
        y = Between(ref random, -spread, spread);
        angle = Between(ref random, 0, 2 * Math.PI);
        size = Between(ref random, 0.8, 1.25);
        swing = Between(ref random, 0.8, 1.2);
    }

    public Pose At(int frame)
    {
        double turns = frame / period + phase;
        double stroke = sense * Stroke(turns);
        var rest = new Pose(x, y, angle, size, 0);
        switch (kind)
        {
            case MotionKind.Horizontal: return rest with { X = x + amplitude * stroke };
            case MotionKind.Vertical: return rest with { Y = y + amplitude * stroke };
            case MotionKind.Circle: return rest with { X = x + 0.85 * amplitude * Math.Cos(sense * 2 * Math.PI * turns), Y = y + 0.85 * amplitude * Math.Sin(sense * 2 * Math.PI * turns) };
            case MotionKind.Rotate: return rest with { Angle = angle + sense * 2 * Math.PI * turns };
            case MotionKind.Zoom: return rest with { Scale = size * Math.Exp(0.5 * swing * stroke) };
            case MotionKind.Shake:
                double shake = 0.1 * swing * Math.Sin(2 * Math.PI * frame / (period * 0.22) + phase);
                return rest with { X = x + shake * Math.Cos(direction), Y = y + shake * Math.Sin(direction) };
            case MotionKind.Flicker: return rest with { Brightness = 90 * swing * stroke };
            case MotionKind.Zigzag:
                double along = amplitude * stroke, across = 0.1 * swing * Triangle(turns * 3), side = Math.Cos(direction) < 0 ? -1 : 1;
                return rest with { X = x + Math.Sqrt(0.5) * side * (along - across), Y = y + Math.Sqrt(0.5) * (along + across) };
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such movement.");
        }
    }

    /// <summary>-1 to 1 and back once a turn, slower out than back, without a jerk at either end.</summary>
    private static double Stroke(double turns)
    {
        double part = turns - Math.Floor(turns);
        return part < OutwardShare ? -Math.Cos(Math.PI * part / OutwardShare) : Math.Cos(Math.PI * (part - OutwardShare) / (1 - OutwardShare));
    }

    private static double Triangle(double turns) => 4 * Math.Abs(turns - Math.Floor(turns + 0.5)) - 1;

    private static double Between(ref SampleRandom random, double least, double most) => least + (most - least) * random.NextDouble();
}
