using Microsoft.ML.OnnxRuntime;
using Onnx;

namespace LiquidNet.Onnx.Tests.Support;

/// <summary>An exported model in ONNX Runtime.</summary>
sealed class OrtModel : IDisposable
{
    readonly InferenceSession session;
    readonly RunOptions run = new();

    OrtModel(byte[] bytes)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        session = new InferenceSession(bytes, options);
        Proto = ModelProto.Parser.ParseFrom(bytes);
    }

    /// <summary>The model as it was written.</summary>
    public ModelProto Proto { get; }

    public static OrtModel OfStep(LiquidNetwork network, OnnxOptions? options = null) =>
        Of(stream => OnnxExporter.WriteStep(network, stream, options));

    public static OrtModel OfSequence(LiquidNetwork network, OnnxOptions? options = null) =>
        Of(stream => OnnxExporter.WriteSequence(network, stream, options));

    /// <summary>Runs the step model again and again, each time with the state that it gave.</summary>
    public Outcome Chain(Batch batch)
    {
        var (state, predictions) = (batch.States, new List<float>());
        for (var step = 0; step < batch.Steps; step++)
        {
            var given = new Dictionary<string, OrtValue>
            {
                ["input"] = Tensor(batch.InputsAt(step), batch.Count, -1),
                ["state"] = Tensor(state, batch.Count, -1),
            };
            if (session.InputNames.Contains("timespan"))
                given["timespan"] = Tensor(batch.TimespansAt(step), batch.Count, 1);
            var results = Run(given, "prediction", "next_state");
            predictions.AddRange(results[0]);
            state = results[1];
        }

        return Outcome.Of(batch, [.. predictions], state);
    }

    /// <summary>Runs the sequence model.</summary>
    public Outcome Run(Batch batch)
    {
        var given = new Dictionary<string, OrtValue>
        {
            ["inputs"] = Tensor(batch.Over(batch.InputsAt), batch.Steps, batch.Count, -1),
            ["initial_state"] = Tensor(batch.States, batch.Count, -1),
        };
        if (session.InputNames.Contains("timespans"))
            given["timespans"] = Tensor(batch.Over(batch.TimespansAt), batch.Steps, batch.Count, 1);
        if (session.InputNames.Contains("mask"))
            given["mask"] = Tensor(batch.Over(batch.MaskAt), batch.Steps, batch.Count, 1);
        var results = Run(given, "predictions", "last_state");
        return Outcome.Of(batch, results[0], results[1]);
    }

    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
    }

    float[][] Run(Dictionary<string, OrtValue> given, params string[] wanted)
    {
        try
        {
            using var results = session.Run(run, given, wanted);
            return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            foreach (var value in given.Values)
                value.Dispose();
        }
    }

    static OrtModel Of(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return new OrtModel(stream.ToArray());
    }

    /// <summary>A tensor, of which one size may be -1 for what is left.</summary>
    static OrtValue Tensor<T>(T[] values, params long[] shape)
        where T : unmanaged
    {
        var known = shape.Where(size => size >= 0).Aggregate(1L, (product, size) => product * size);
        return OrtValue.CreateTensorValueFromMemory(values, [.. shape.Select(size => size < 0 ? values.Length / known : size)]);
    }
}
