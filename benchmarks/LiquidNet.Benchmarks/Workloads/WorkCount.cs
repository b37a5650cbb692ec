using LiquidNet.Cells;
using LiquidNet.Equations;

namespace LiquidNet.Benchmarks;

/// <summary>How much arithmetic a model asks for in one time step of one sample, whoever computes it.</summary>
/// <param name="ProductOperations">Multiplications and additions of matrix products.</param>
/// <param name="Synapses">Conductance-based synapses, those of every unfold counted.</param>
readonly record struct WorkCount(double ProductOperations, double Synapses)
{
    /// <summary>The work of one time step forward, at equal timespans: a gate's two matrices, start and slope, then act as one.</summary>
    public static WorkCount Of(LiquidCell cell)
    {
        if (cell is LtcCell ltc)
            return new WorkCount(0, ltc.Wiring.SensorySynapses.Count + (double)ltc.Wiring.Synapses.Count * ltc.Unfolds.Most);
        return new WorkCount(2.0 * cell.Parameters.Where(IsMultiplied).Sum(parameter => parameter.Values.Length), 0);

        static bool IsMultiplied(Parameter parameter) => parameter.Columns > 1 && !parameter.Name.EndsWith("time_a.W", StringComparison.Ordinal);
    }

    /// <summary>The work of a whole task: going back costs two products for each product forward, and each synapse once more.</summary>
    public WorkCount Times(int samples, int steps, bool isTraining)
    {
        double count = (double)samples * steps;
        return new WorkCount(ProductOperations * count * (isTraining ? 3 : 1), Synapses * count);
    }
}
