namespace Cacl.Samples.SearchService;

/// <summary>Puts the service together.</summary>
internal static class ServiceHost
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--encoder"] = $"{ServiceOptions.Section}:{nameof(ServiceOptions.Encoder)}",
        ["--index"] = $"{ServiceOptions.Section}:{nameof(ServiceOptions.Index)}",
        ["--videos"] = $"{ServiceOptions.Section}:{nameof(ServiceOptions.Videos)}",
        ["--urls"] = "Urls",
    };

    /// <summary>Makes the service, with its encoder and index opened and checked; it does not listen yet.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="change">Changes what it is made of, for tests.</param>
    /// <exception cref="StartFaultException">A setting is out of range or unknown, or the encoder and the index don't go together.</exception>
    /// <exception cref="IOException">The encoder or the index can't be read.</exception>
    /// <exception cref="InvalidDataException">The encoder or the index is damaged or none.</exception>
    internal static WebApplication Build(string[] arguments, Action<WebApplicationBuilder>? change = null)
    {
        CheckArguments(arguments);
        // Settings lie beside the program, wherever it is started from.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine(arguments, Switches);
        ServiceOptions options = OptionsOf(builder.Configuration);

        // The exact limit is the upload's own; this one ends what goes far beyond it. A little more than the limit is read and
        // thrown away, so that the client comes to read why.
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 2 * options.MostUploadBytes + (1 << 20);
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddSearch(options);
        change?.Invoke(builder);

        WebApplication service = builder.Build();
        try
        {
            // Opened before the service listens.
            service.Services.GetRequiredService<IVideoSearch>();
            Upload.DeleteForgotten(options.UploadFolder);
            service.UseSearch();
            return service;
        }
        catch
        {
            (service as IDisposable).Dispose();
            throw;
        }
    }

    private static void AddSearch(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IVideoSearch, VideoSearch>();
        services.AddSingleton<SearchTurns>();
        services.AddSingleton<Thumbnails>();
        services.AddRateLimiter(limits => SearchEndpoint.Limit(limits, options));
    }

    private static void UseSearch(this WebApplication service)
    {
        service.UseExceptionHandler();
        service.UseStatusCodePages();
        service.Use(PageFiles.AddHeaders);
        service.UseRateLimiter();
        PageFiles.Map(service);
        SearchEndpoint.Map(service);
        service.MapGet("/thumbnails/{row:int}", Thumbnails.Answer);
        service.MapGet("/health", (IVideoSearch search, SearchTurns turns, ServiceOptions options) => new HealthAnswer("ok", search.Count, search.Length, turns.Working, options.MostUploadBytes));
    }

    private static ServiceOptions OptionsOf(IConfiguration configuration)
    {
        ServiceOptions options;
        try
        {
            options = configuration.GetSection(ServiceOptions.Section).Get<ServiceOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new ServiceOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new StartFaultException($"The settings can't be read: {fault.Message}", fault);
        }
        options.Check();
        return options;
    }

    // A configuration takes any option for one of somebody's: a misspelt one would be left out without a word.
    private static void CheckArguments(string[] arguments)
    {
        foreach (string argument in arguments)
        {
            string name = argument.Split('=')[0];
            if (name.StartsWith("--", StringComparison.Ordinal) && !name.Contains(':') && !Switches.ContainsKey(name))
                throw new StartFaultException($"There is no option {name}. There are {string.Join(", ", Switches.Keys)}, and --{ServiceOptions.Section}:NAME VALUE for every setting of appsettings.json.");
        }
    }
}
