using LiquidNet.Cells;

namespace LiquidNet.Analysis.Traces;

/// <summary>Reads time constants and synaptic currents of a cell, state by state.</summary>
sealed class RatesReading
{
    readonly RatesCell cell;
    readonly LiquidStream? stream;
    readonly float[] reading;

    public RatesReading(LiquidCell of)
    {
        cell = new RatesCell(of);
        reading = new float[cell.InputSize];
        stream = cell.HasRates.Contains(true)
            ? new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)).OpenStream()
            : null;
    }

    /// <summary>Writes what holds for an input and a state; <c>NaN</c> where nothing is defined.</summary>
    public void Read(ReadOnlySpan<float> input, ReadOnlySpan<float> state, Span<float> timeConstants, Span<float> synapticCurrents)
    {
        timeConstants.Fill(float.NaN);
        synapticCurrents.Fill(float.NaN);
        if (stream is null)
            return;
        input.CopyTo(reading);
        state.CopyTo(reading.AsSpan(input.Length));
        var found = stream.Step(reading, elapsed: 0);
        var units = state.Length;
        for (var neuron = 0; neuron < units; neuron++)
        {
            var (capacitance, decay) = (found[neuron], found[units + neuron]);
            var (conductance, current) = (found[2 * units + neuron], found[3 * units + neuron]);
            if (cell.HasRates[neuron])
                timeConstants[neuron] = capacitance / decay;
            if (cell.HasSynapses[neuron])
                synapticCurrents[neuron] = current - conductance * state[neuron];
        }
    }
}
