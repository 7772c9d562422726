namespace Cacl.Demo;

internal static class Program
{
    private const int DataFault = 1, UsageFault = 2;

    private static bool IsTracing => Environment.GetEnvironmentVariable("CACL_TRACE") == "1";

    private static int Main(string[] arguments)
    {
        try
        {
            var options = CommandLine.Parse(arguments);
            if (options.Help)
            {
                Console.WriteLine(CommandLine.Help);
                return 0;
            }
            if (!IsTracing)
                NativeMessages.Silence();
            using var interruption = new Interruption();
            return new DemoRun(options, interruption).Run();
        }
        catch (UsageException fault)
        {
            Console.Error.WriteLine($"demo: {fault.Message} See --help.");
            return UsageFault;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("demo: stopped.");
            return Interruption.ExitCode;
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine($"demo: {FaultMessage.Of(fault)}");
            if (IsTracing)
                Console.Error.WriteLine(fault);
            return DataFault;
        }
    }
}
