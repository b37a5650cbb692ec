using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>
/// A model of one step, called for every step of time; the state goes back and forth between two tensors, so nothing is copied.
/// </summary>
sealed class OnnxSteps : IDisposable
{
    static readonly string[] InputNames = ["x", "h"], OutputNames = ["y"];

    readonly InferenceSession session;
    readonly RunOptions options = new();
    readonly float[][] states;
    readonly OrtValue[] stateTensors;
    readonly OrtValue[][] inputs;
    readonly OrtValue[][] outputs;

    /// <summary>Prepares for the inputs [batch x features] of every step.</summary>
    public OnnxSteps(InferenceSession session, int batch, int units, IEnumerable<float[]> inputs)
    {
        this.session = session;
        states = [new float[batch * units], new float[batch * units]];
        stateTensors = [Tensor(states[0]), Tensor(states[1])];
        this.inputs = [.. inputs.Select((input, step) => new[] { Tensor(input), stateTensors[step & 1] })];
        outputs = [.. this.inputs.Select((_, step) => new[] { stateTensors[(step + 1) & 1] })];

        OrtValue Tensor(float[] values) => OrtValue.CreateTensorValueFromMemory(values, [batch, values.Length / batch]);
    }

    /// <summary>All steps, from a state of zero.</summary>
    public void Run()
    {
        Array.Clear(states[0]);
        for (var step = 0; step < inputs.Length; step++)
            Take(step);
    }

    /// <summary>All steps, from a state of zero; after each of them the state [batch x units], row after row.</summary>
    public IEnumerable<float[]> States()
    {
        Array.Clear(states[0]);
        for (var step = 0; step < inputs.Length; step++)
        {
            Take(step);
            yield return [.. states[(step + 1) & 1]];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ofStep in inputs)
            ofStep[0].Dispose();
        foreach (var state in stateTensors)
            state.Dispose();
        options.Dispose();
    }

    void Take(int step) => session.Run(options, InputNames, inputs[step], OutputNames, outputs[step]);
}
