using LiquidNet.Storage;

namespace LiquidNet.Samples;

/// <summary>Lets a network that was trained further take over.</summary>
/// <param name="streams">What goes on with it.</param>
/// <param name="options">Names the file that it replaces, so that a restarted service goes on with it too.</param>
/// <param name="logger">Is told which network it is.</param>
sealed partial class ModelUpdate(DeviceStreams streams, ServiceOptions options, ILogger<ModelUpdate> logger)
{
    readonly Lock gate = new();

    /// <summary>Takes the model file that a request has as its body, or says why it is refused.</summary>
    public async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        file.Position = 0;
        try
        {
            SwitchTo(LiquidNetwork.Load(file), file.ToArray());
            return Results.NoContent();
        }
        catch (InvalidDataException problem)
        {
            return Refuse(problem, StatusCodes.Status400BadRequest);
        }
        catch (ArgumentException problem)
        {
            return Refuse(problem, StatusCodes.Status409Conflict);
        }
    }

    void SwitchTo(LiquidNetwork network, byte[] file)
    {
        lock (gate)
        {
            streams.SwitchTo(network);
            if (options.Model is { } path)
                WholeFile.Write(path, beside => File.WriteAllBytes(beside, file));
        }

        LogUsed(network.ToString());
    }

    IResult Refuse(Exception problem, int status)
    {
        LogRefused(problem.Message);
        return Results.Problem(problem.Message, statusCode: status);
    }

    [LoggerMessage(LogLevel.Information, "{Network} has taken over.")]
    partial void LogUsed(string network);

    [LoggerMessage(LogLevel.Warning, "A model was refused: {Reason}")]
    partial void LogRefused(string reason);
}
