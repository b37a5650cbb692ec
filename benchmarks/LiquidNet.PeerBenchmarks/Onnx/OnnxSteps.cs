using LiquidNet.Cells;
using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>
/// A model of one step, called for every step of time; the state goes back and forth between two tensors, so nothing is copied.
/// </summary>
sealed class OnnxSteps : IDisposable
{
    static readonly string[] InputNames = ["input", "state"];

    readonly InferenceSession session;
    readonly RunOptions options = new();
    readonly float[][] states;
    readonly float[] prediction;
    readonly OrtValue[] tensors;
    readonly string[] outputNames;
    readonly OrtValue[][] inputs;
    readonly OrtValue[][] outputs;

    /// <summary>Prepares for the inputs [batch x features] of every step.</summary>
    public OnnxSteps(InferenceSession session, LiquidCell cell, int batch, IEnumerable<float[]> inputs)
    {
        this.session = session;
        states = [new float[batch * cell.StateSize], new float[batch * cell.StateSize]];
        prediction = new float[batch * cell.OutputSize];
        tensors = [Tensor(states[0]), Tensor(states[1]), Tensor(prediction)];
        HasPrediction = session.OutputNames.Contains("prediction");
        outputNames = HasPrediction ? ["next_state", "prediction"] : ["next_state"];
        this.inputs = [.. inputs.Select((input, step) => new[] { Tensor(input), tensors[step & 1] })];
        outputs = [.. this.inputs.Select((_, step) => new[] { tensors[(step + 1) & 1], tensors[2] }[..outputNames.Length])];

        OrtValue Tensor(float[] values) => OrtValue.CreateTensorValueFromMemory(values, [batch, values.Length / batch]);
    }

    bool HasPrediction { get; }

    /// <summary>All steps, from a state of zero.</summary>
    public void Run()
    {
        Array.Clear(states[0]);
        for (var step = 0; step < inputs.Length; step++)
            Take(step);
    }

    /// <summary>All steps, from a state of zero; after each of them the output of the cell [batch x outputs], row after row.</summary>
    public IEnumerable<float[]> Outputs()
    {
        Array.Clear(states[0]);
        for (var step = 0; step < inputs.Length; step++)
        {
            Take(step);
            yield return [.. HasPrediction ? prediction : states[(step + 1) & 1]];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ofStep in inputs)
            ofStep[0].Dispose();
        foreach (var tensor in tensors)
            tensor.Dispose();
        options.Dispose();
    }

    void Take(int step) => session.Run(options, InputNames, inputs[step], outputNames, outputs[step]);
}
