namespace Cacl.Benchmarks;

/// <summary>What the programs have in common: help, and what their exit codes tell.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Runs a benchmark as its command line has it.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="help">What --help prints.</param>
    /// <param name="parse">Understands the command line, or throws ArgumentException.</param>
    /// <param name="run">Measures.</param>
    /// <returns>0 after help and after a run; 2 where the command line is not understood and 1 where the run can't go on, with a line on the error stream.</returns>
    public static int Run<TOptions>(string[] args, string help, Func<string[], TOptions> parse, Action<TOptions> run)
    {
        if (args.Any(argument => argument is "--help" or "-h"))
        {
            Console.WriteLine(help);
            return 0;
        }

        int failed = 2;
        try
        {
            TOptions options = parse(args);
            failed = 1;
            run(options);
            return 0;
        }
        catch (Exception fault) when (fault is BenchmarkException or ArgumentException or IOException)
        {
            Console.Error.WriteLine(fault.Message);
            return failed;
        }
    }
}
