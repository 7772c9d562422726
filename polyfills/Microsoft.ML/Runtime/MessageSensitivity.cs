namespace Microsoft.ML.Runtime;

[Flags]
public enum MessageSensitivity
{
    None = 0,
    UserData = 0x1,
    Schema = 0x2,
    All = ~0,
    Unknown = All,
}
