using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.Samples;

/// <summary>Predictions of ONNX Runtime beside those of the network that a model was exported from.</summary>
sealed class OrtComparison
{
    readonly Matrix<float>[] expected;
    readonly int stateSize;
    readonly (int Steps, int Count, int Features) size;

    // Time first: what all sequences have at one step lies together.
    readonly float[] inputs;
    readonly float[] timespans;

    /// <summary>Takes sequences of one length.</summary>
    public OrtComparison(LiquidNetwork network, SequenceSet set)
    {
        expected = network.Forward(set);
        stateSize = network.Cell.StateSize;
        size = (set.LengthOf(0), set.Count, set.Features);
        inputs = new float[size.Steps * size.Count * size.Features];
        timespans = new float[size.Steps * size.Count];
        var ofSequence = new float[size.Steps];
        for (var sequence = 0; sequence < size.Count; sequence++)
        {
            set.ReadTimespans(sequence, ofSequence);
            for (var step = 0; step < size.Steps; step++)
            {
                var place = step * size.Count + sequence;
                set.ReadStep(sequence, step, inputs.AsSpan(place * size.Features, size.Features));
                timespans[place] = ofSequence[step];
            }
        }
    }

    /// <summary>Runs a model of one time step again and again, each time with the state that it gave.</summary>
    /// <returns>By how much a prediction differs at most.</returns>
    public float OfSteps(string path)
    {
        using var session = new InferenceSession(path);
        var (state, difference) = (new float[size.Count * stateSize], 0f);
        for (var step = 0; step < size.Steps; step++)
        {
            var results = Run(
                session, ["prediction", "next_state"],
                ("input", At(inputs, step), [size.Count, size.Features]),
                ("timespan", At(timespans, step), [size.Count, 1]),
                ("state", state, [size.Count, stateSize]));
            difference = Math.Max(difference, Difference(results[0], step));
            state = results[1];
        }

        return difference;
    }

    /// <summary>Runs a model of whole sequences.</summary>
    /// <returns>By how much a prediction differs at most.</returns>
    public float OfSequence(string path)
    {
        using var session = new InferenceSession(path);
        var predictions = Run(
            session, ["predictions"],
            ("inputs", inputs, [size.Steps, size.Count, size.Features]),
            ("timespans", timespans, [size.Steps, size.Count, 1]),
            ("initial_state", new float[size.Count * stateSize], [size.Count, stateSize]))[0];
        return Enumerable.Range(0, size.Steps).Max(step => Difference(At(predictions, step), step));
    }

    /// <summary>What all sequences have at one step.</summary>
    float[] At(float[] values, int step)
    {
        var length = values.Length / size.Steps;
        return values[(step * length)..((step + 1) * length)];
    }

    float Difference(float[] predictions, int step)
    {
        var outputs = predictions.Length / size.Count;
        return predictions.Index()
            .Max(prediction => MathF.Abs(prediction.Item - expected[prediction.Index / outputs][step, prediction.Index % outputs]));
    }

    static float[][] Run(InferenceSession session, string[] wanted, params (string Name, float[] Values, long[] Shape)[] given)
    {
        using var options = new RunOptions();
        var tensors = given.ToDictionary(
            input => input.Name, input => OrtValue.CreateTensorValueFromMemory(input.Values, input.Shape));
        try
        {
            using var results = session.Run(options, tensors, wanted);
            return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }
}
