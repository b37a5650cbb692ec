using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Cells;

public class ResidualCellTests
{
    static readonly Sequence Sequence = new(Matrix<float>.Build.Dense(5, 3, (step, feature) => MathF.Sin(step + 2 * feature)))
    {
        Timespans = [0.5f, 1, 0, 2, 0.1f],
    };

    [Fact]
    public void Layer_normalisation_gives_the_figures_of_its_definition()
    {
        // Rows 1, 2, 6 have the mean 3 and the variance (4 + 1 + 9) / 3.
        var cell = new FormulaCell(3, 3, (input, _, _) => LayerNorm(input, 1e-12f));
        var normalised = new LiquidLayer(cell).Forward(Matrix<float>.Build.DenseOfArray(new float[,] { { 1, 2, 6 } }));
        var deviation = Math.Sqrt(14 / 3d);
        foreach (var (index, centred) in ((double[])[-2, -1, 3]).Index())
            ((double)normalised[0, index]).Should().BeApproximately(centred / deviation, 1e-6);
    }

    [Fact]
    public void Rows_that_are_all_equal_are_normalised_to_zero_and_have_a_finite_slope()
    {
        var cell = new FormulaCell(3, 3, (input, _, _) => LayerNorm(input));
        var layer = new LiquidLayer(cell);
        foreach (var number in (float[])[7, 123456.7f, 3.33e7f, -1000.1f])
            layer.Forward(Matrix<float>.Build.Dense(1, 3, number)).Enumerate().Should().OnlyContain(value => value == 0);
        FluentActions.Invoking(() => LayerNorm(Placeholder.Input(3), 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_gate_that_is_shut_leaves_the_way_around_alone()
    {
        var cell = new ResidualCell(new RiccatiCell(3, 8, seed: 1), seed: 1);
        cell.Parameters["gate.bias"].Values.Fill(-200);
        (new LiquidLayer(cell).Forward(Sequence) - Sequence.Values).Enumerate().Should().OnlyContain(error => error == 0);
    }

    [Fact]
    public void What_it_adds_is_the_gated_output_of_the_cell_for_normalised_inputs()
    {
        var inner = new RiccatiCell(3, 4, seed: 1);
        var cell = new ResidualCell(inner, seed: 2);
        cell.Parameters["norm.weight"].Values[1] = 0.5f;
        cell.Parameters["norm.bias"].Values[2] = -0.3f;
        cell.Parameters["out.bias"].Values[0] = 0.7f;
        var normalised = Sequence.Values.Clone();
        for (var step = 0; step < normalised.RowCount; step++)
        {
            var row = Sequence.Values.Row(step);
            var mean = row.Sum() / 3;
            var variance = row.Select(value => (value - mean) * (value - mean)).Sum() / 3;
            normalised.SetRow(step, row.Select((value, feature) =>
                (value - mean) / MathF.Sqrt(variance + 1e-5f) * (feature == 1 ? 0.5f : 1) - (feature == 2 ? 0.3f : 0)).ToArray());
        }

        var states = new LiquidLayer(inner).Forward(new Sequence(normalised) { Timespans = Sequence.Timespans });
        var hidden = states.Map(Normal);
        var added = hidden * cell.Parameters["out.weight"].Matrix;
        added.SetColumn(0, added.Column(0) + 0.7f);
        var open = (hidden * cell.Parameters["gate.weight"].Matrix).Map(x => 1 / (1 + MathF.Exp(-x)));
        var expected = Sequence.Values + added.PointwiseMultiply(open);
        (new LiquidLayer(cell).Forward(Sequence) - expected).Enumerate().Should().OnlyContain(error => Math.Abs(error) < 2e-6f);
    }

    [Fact]
    public void Its_parameters_are_named_and_its_cell_has_fixed_unfolds()
    {
        var cell = new ResidualCell(new CtRnnCell(3, 4));
        cell.Parameters["cell.tau"].Rows.Should().Be(4);
        cell.Parameters["norm.weight"].Values.ToArray().Should().Equal(1, 1, 1);
        (cell.InputSize, cell.StateSize, cell.OutputSize).Should().Be((3, 7, 3));
        FluentActions.Invoking(() => new ResidualCell(new CtRnnCell(3, 4) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 9) }))
            .Should().Throw<ArgumentException>().WithMessage("*CT-RNN*fixed*");
        FluentActions.Invoking(() => new ResidualCell(new CtRnnCell(3, 4)) { Dropout = 1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>GELU by a series of its own: x Phi(x), with Phi integrated by Simpson's rule.</summary>
    static float Normal(float x)
    {
        const int Parts = 1000;
        double Density(double at) => Math.Exp(-at * at / 2) / Math.Sqrt(2 * Math.PI);
        var (sum, width) = (Density(0) + Density(x), x / (double)Parts);
        for (var part = 1; part < Parts; part++)
            sum += (part % 2 == 0 ? 2 : 4) * Density(part * width);
        return (float)(x * (0.5 + sum * width / 3));
    }
}
