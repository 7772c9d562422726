using Cacl.Clips;
using Cacl.Samples.SearchService;

DecoderMessages.Silence();

try
{
    await using WebApplication service = ServiceHost.Build(args);
    await service.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is StartFaultException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"SearchService: {fault.Message}");
    return 2;
}
