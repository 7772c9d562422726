namespace Cacl.Samples.SearchService;

/// <summary>The service can't start as it was told to; the message says what is wrong, and what else may be given.</summary>
internal sealed class StartFaultException(string message, Exception? innerException = null) : Exception(message, innerException);
