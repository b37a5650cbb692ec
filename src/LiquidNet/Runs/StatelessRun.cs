using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Runs;

/// <summary>Computes an equation that knows no time, as a readout's, for samples side by side. A run allocates nothing.</summary>
sealed class StatelessRun
{
    readonly Circuit circuit;
    readonly Frame frame;
    readonly AlignedMemory input;

    /// <param name="circuit">The equation, which reads what a state stands for.</param>
    /// <param name="inputSize">Rows of what it reads.</param>
    /// <param name="lanes">How many samples lie side by side in a row.</param>
    /// <param name="copiesParameters">Whether parameters are seen as they were at the last <see cref="Prepare"/>.</param>
    public StatelessRun(Circuit circuit, int inputSize, int lanes, bool copiesParameters = false)
        : this(circuit, circuit.CreateFrame(lanes, copiesParameters), inputSize, lanes)
    {
    }

    StatelessRun(Circuit circuit, Frame frame, int inputSize, int lanes)
    {
        this.circuit = circuit;
        this.frame = frame;
        foreach (var region in (ReadOnlySpan<Region>)[Region.Sample, Region.SampleProduct])
            frame.Values(region).Memory = new AlignedMemory(checked(circuit.RowsOf(region) * lanes));
        frame.Values(Region.State).Memory = input = new AlignedMemory(checked(inputSize * lanes));
    }

    /// <summary>A run of its own for another thread, which sees the parameters of this one, both for one sample.</summary>
    public StatelessRun Fork() => new(circuit, frame.ShareParameters(), input.All.Length, lanes: 1);

    /// <summary>What the equation reads [rows x lanes].</summary>
    public Span<float> Input => input.All;

    /// <summary>Takes the parameters as they are, and computes what depends on them alone.</summary>
    public void Prepare() => circuit.Prepare(frame);

    /// <summary>Computes the result [rows x lanes], which stays until the next run.</summary>
    public ReadOnlySpan<float> Run()
    {
        circuit.ForwardSample(frame);
        return frame.Value(circuit.Root);
    }
}
