using System.Text.Json;

namespace LiquidNet.Samples;

/// <summary>What is done with a batch of readings that is posted.</summary>
static class ReadingBatch
{
    /// <summary>Takes the readings and answers with a prediction for each, or says why the batch is none and takes nothing.</summary>
    public static async Task<IResult> StepAsync(HttpRequest request, DeviceStreams streams)
    {
        if (!request.HasJsonContentType())
            return Problem("Expected a list of readings as application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var readings = await request.ReadFromJsonAsync(MessageFormat.Default.ReadingArray, request.HttpContext.RequestAborted);
            return Fault(readings, streams.InputSize) is { } fault
                ? Problem(fault)
                : Results.Json(streams.Step(readings!), MessageFormat.Default.PredictionArray);
        }
        catch (JsonException problem)
        {
            return Problem(problem.Message);
        }
    }

    static string? Fault(Reading?[]? readings, int inputs)
    {
        if (readings is null)
            return "Expected a list of readings but got null.";
        foreach (var (index, reading) in readings.Index())
        {
            if (reading is null)
                return $"Reading {index}: expected a reading but got null.";
            if (reading.Device.Length == 0)
                return $"Reading {index}: expected the name of a device but got an empty text.";
            if (reading.Values.Length != inputs)
                return $"Reading {index}, of device '{reading.Device}': expected {inputs} values but got {reading.Values.Length}.";
        }

        return null;
    }

    static IResult Problem(string detail, int status = StatusCodes.Status400BadRequest) => Results.Problem(detail, statusCode: status);
}
