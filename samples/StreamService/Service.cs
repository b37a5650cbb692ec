using LiquidNet.Cells;
using LiquidNet.Storage;

namespace LiquidNet.Samples;

/// <summary>The web application: its parts and its addresses.</summary>
static class Service
{
    /// <summary>Creates the service; it restores its states when it is started.</summary>
    /// <exception cref="IOException">The model cannot be read.</exception>
    /// <exception cref="InvalidDataException">The model is damaged.</exception>
    public static WebApplication Create(ServiceOptions options)
    {
        var network = options.Model is { } file ? LiquidNetwork.Load(file) : SmallNetwork(seed: 1);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Url);
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft.AspNetCore", LogLevel.Error);
        builder.Services
            .AddProblemDetails()
            .AddMetrics()
            .AddSingleton(options)
            .AddSingleton<ServiceMetrics>()
            .AddSingleton(services => new DeviceStreams(
                network, TimeSpan.FromSeconds(options.UnitSeconds), services.GetRequiredService<ServiceMetrics>()))
            .AddSingleton<ModelUpdate>()
            .AddHostedService<StatesKeeper>();

        var service = builder.Build();
        service.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = problem =>
                problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        service.UseStatusCodePages();
        service.MapPost("/readings", ReadingBatch.StepAsync);
        service.MapPost("/model", (HttpRequest request, ModelUpdate update) => update.TakeAsync(request));
        service.MapGet("/health", (DeviceStreams streams) => Results.Json(streams.Health, MessageFormat.Default.Health));
        return service;
    }

    /// <summary>A network of four values, any of which may be missing, and one prediction.</summary>
    public static LiquidNetwork SmallNetwork(int seed) => LiquidNetwork.Regressor(
        new MissingValueCell(4, inputs => new CfcCell(inputs, units: 32, seed: seed)), outputs: 1, seed: seed);
}
