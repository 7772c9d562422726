using Cacl.Clips;

namespace Cacl.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (!ProgramRun.IsTracing)
            DecoderMessages.Silence();
        // A step of a large network takes long, and what it learned is worth waiting for; whoever can't wait presses again.
        using var interruption = new Interruption { Patience = Timeout.InfiniteTimeSpan };
        return new Tool(Console.Out, Console.Error, !Console.IsErrorRedirected, interruption.Token).Run(arguments);
    }
}
