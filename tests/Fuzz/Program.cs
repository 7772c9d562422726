using Cacl.Fuzz;

try
{
    if (args is ["read", ..])
        return ReaderProcess.Run(args[1..]);
    if (args is ["gather", ..])
    {
        BaseFiles.Gather(args[1], args[2..]);
        return 0;
    }
    FuzzOptions? options = FuzzOptions.Parse(args);
    if (options is null)
    {
        Console.WriteLine(FuzzOptions.Usage);
        return 0;
    }
    if (options.File is { } file)
    {
        foreach (Way way in Enum.GetValues<Way>())
            Console.WriteLine($"{way}: {Reading.Try(file, options.Seed, way, damaged: true, Console.WriteLine)}");
        return 0;
    }
    FuzzReport report = new FuzzRun(options, Console.WriteLine).Run();
    Console.WriteLine(report);
    return report.Failures.Count == 0 ? 0 : 1;
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"{exception.Message} See --help.");
    return 2;
}
