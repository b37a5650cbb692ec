using LiquidNet.Cells;
using LiquidNet.Circuits.Fusions;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Benchmarks;

/// <summary>The arithmetic of a cell, as its circuit does it where all timespans are equal; that of a readout is not counted.</summary>
/// <param name="ProductOperations">Multiplications and additions of matrix products.</param>
/// <param name="Synapses">Conductance-based synapses, those of every unfold; forward and back count once.</param>
readonly record struct WorkCount(double ProductOperations, double Synapses)
{
    /// <summary>The work of one time step of one sample.</summary>
    public static WorkCount Of(LiquidCell cell, string mode)
    {
        var (operations, synapses) = (0.0, 0.0);
        foreach (var operation in cell.Step.Operators)
        {
            var times = operation.Tempo == Tempo.Unfold ? cell.Unfolds.MaxCount : 1;
            operations += 2.0 * times * MultiplyAdds(operation, mode);
            synapses += (double)times * (operation is SynapticPair pair ? pair.Synapses : 0);
        }

        return new WorkCount(operations, synapses);
    }

    /// <summary>The work of that many steps and samples.</summary>
    public WorkCount Times(int samples, int steps) => new(ProductOperations * samples * steps, Synapses * samples * steps);

    /// <summary>
    /// A single sample's gate is computed from two matrices, start and slope; the samples of a batch share a timespan, at which the two are
    /// one.
    /// </summary>
    static int MultiplyAdds(Operator operation, string mode) => operation switch
    {
        Affine map => Enumerable.Range(0, map.Count).Sum(term => MultipliedRows(map.SourceOf(term), mode) * map.Rows),
        TimedAffine map =>
            Enumerable.Range(0, map.Count).Sum(term => MultipliedRows(map.SourceOf(term), mode) * map.Outputs) * Matrices(mode),
        _ => 0,
    };

    static int Matrices(string mode) => mode is BenchmarkMode.Stream or BenchmarkMode.StreamApi ? 2 : 1;

    /// <summary>
    /// Rows that are multiplied: forward once; in training once more for the gradient of the weights, and once more for that of the source,
    /// which nobody asks for where it is the input.
    /// </summary>
    static int MultipliedRows(Signal source, string mode) => source.Rows * (mode, source.Placement.Region) switch
    {
        (BenchmarkMode.Train or BenchmarkMode.Products, Region.Input) => 2,
        (BenchmarkMode.Train or BenchmarkMode.Products, _) => 3,
        _ => 1,
    };
}
