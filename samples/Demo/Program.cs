using Cacl.Clips;

namespace Cacl.Demo;

internal static class Program
{
    private static int Main(string[] arguments) => ProgramRun.Of("demo", Console.Error, () =>
    {
        var options = CommandLine.Parse(arguments);
        if (options.Help)
        {
            Console.WriteLine(CommandLine.Help);
            return ProgramRun.Done;
        }
        if (!ProgramRun.IsTracing)
            DecoderMessages.Silence();
        using var interruption = new Interruption();
        return new DemoRun(options, interruption).Run();
    });
}
