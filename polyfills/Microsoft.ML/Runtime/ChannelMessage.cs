using System.Globalization;

namespace Microsoft.ML.Runtime;

public readonly struct ChannelMessage
{
    private readonly string format;
    private readonly object[] arguments;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] arguments = null)
    {
        Kind = kind;
        Sensitivity = sensitivity;
        this.format = format;
        this.arguments = arguments;
    }

    public readonly ChannelMessageKind Kind;

    public readonly MessageSensitivity Sensitivity;

    public string Message => arguments is null ? format : string.Format(CultureInfo.InvariantCulture, format, arguments);
}
