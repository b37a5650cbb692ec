using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Online.Influences;

/// <summary>An equation of one unfold on its own: forward, and back from rows of the result. Allocates nothing.</summary>
sealed class LocalCircuit
{
    readonly Circuit circuit;
    readonly Frame frame;
    readonly GradientSet gradients;
    readonly Adjoints adjoints;

    /// <param name="equation">The equation.</param>
    /// <param name="inputSize">Rows of the input that it reads.</param>
    /// <param name="stateSize">Rows of the state that it reads.</param>
    /// <param name="parameters">All parameters.</param>
    public LocalCircuit(Signal equation, int inputSize, int stateSize, ParameterSet parameters)
    {
        circuit = Circuit.CompileStep(equation, isTimed: true);
        frame = circuit.CreateFrame(lanes: 1);
        gradients = new GradientSet(parameters);
        adjoints = new Adjoints(stateSize, gradients);
        frame.Gradients = [.. circuit.Parameters.Select(parameter => gradients.Storage(parameters.IndexOf(parameter)))];
        frame.Values(Region.Input).Memory = new AlignedMemory(inputSize);
        frame.Values(Region.Timespan).Memory = new AlignedMemory(1);
        foreach (var region in Inner)
        {
            frame.Values(region).Memory = new AlignedMemory(circuit.RowsOf(region));
            frame.Adjoints(region).Memory = new AlignedMemory(circuit.RowsOf(region));
        }

        foreach (var (region, rows) in (ReadOnlySpan<(Region, int)>)[(Region.State, stateSize), (Region.Next, equation.Rows)])
        {
            frame.Values(region).Memory = new AlignedMemory(rows);
            frame.Adjoints(region).Memory = new AlignedMemory(rows);
        }
    }

    /// <summary>The state that it reads.</summary>
    public Span<float> State => frame.Values(Region.State).Memory!.All;

    /// <summary>The result of <see cref="Forward"/>.</summary>
    public ReadOnlySpan<float> Result => frame.Values(Region.Next).Memory!.All;

    /// <summary>Takes the parameters as they are.</summary>
    public void Prepare() => circuit.Prepare(frame);

    /// <summary>Computes the result.</summary>
    /// <param name="input">The reading.</param>
    /// <param name="timespan">The timespan of the unfold.</param>
    public void Forward(ReadOnlySpan<float> input, float timespan)
    {
        input.CopyTo(frame.Values(Region.Input).Memory!.All);
        frame.Values(Region.Timespan).Memory!.All[0] = timespan;
        circuit.ForwardSample(frame);
        circuit.ForwardUnfold(frame);
    }

    /// <summary>Goes back from some rows of the result.</summary>
    /// <returns>The derivatives of their sum.</returns>
    public ReadOnlySpan<float> Reverse(ReadOnlySpan<int> rows)
    {
        gradients.Clear();
        circuit.BeginReverse(frame);
        foreach (var region in Inner)
            frame.Adjoints(region).Memory!.All.Clear();
        frame.Adjoints(Region.State).Memory!.All.Clear();
        var result = frame.Adjoints(Region.Next).Memory!.All;
        result.Clear();
        foreach (var row in rows)
            result[row] = 1;
        circuit.ReverseUnfold(frame);
        circuit.ReverseSample(frame);
        circuit.AddSampleWeightGradients(frame, slots: 1);
        circuit.AddUnfoldWeightGradients(frame, slots: 1);
        circuit.FinishReverse(frame);
        return adjoints.Of(frame.Adjoints(Region.State).Memory!.All);
    }

    static ReadOnlySpan<Region> Inner => [Region.Sample, Region.SampleProduct, Region.Unfold, Region.UnfoldProduct];
}
