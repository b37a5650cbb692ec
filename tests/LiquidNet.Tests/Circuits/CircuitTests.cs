using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Circuits;

public class CircuitTests
{
    [Fact]
    public void Equal_parts_of_an_equation_are_computed_once()
    {
        var (weights, leak) = (Parameter.Glorot("W", 3, 3, 1), Parameter.Positive("leak", 3, 1));
        var circuit = new FormulaCell(3, 3, (input, state, _) =>
            Tanh(Affine(weights, state)) * leak + Tanh(Affine(weights, state)) * Sigmoid(leak) + (input + 1) * (input + 1)).Step;
        circuit.Operators.OfType<Elementwise<Tanh>>().Should().ContainSingle();
        circuit.Operators.OfType<Affine>().Should().ContainSingle();
        circuit.Operators.OfType<Elementwise<Softplus>>().Should().ContainSingle("a positive parameter is seen through one softplus");
        circuit.Operators.OfType<Shift>().Should().ContainSingle();
    }

    [Fact]
    public void Parts_that_differ_in_a_number_or_an_offset_stay_apart()
    {
        var circuit = new FormulaCell(4, 2, (input, state, _) =>
            2 * state + 3 * state + Elu(state, 1) * Elu(state, 2) + Slice(input, 0, 2) * Slice(input, 1, 2) + Slice(input, 2, 2)).Step;
        circuit.Operators.OfType<Scale>().Should().HaveCount(2);
        circuit.Operators.OfType<Elementwise<Elu>>().Should().HaveCount(2);
        circuit.Operators.OfType<Slice>().Should().HaveCount(3);
    }

    [Fact]
    public void Every_result_has_the_slowest_tempo_that_its_sources_allow()
    {
        var (own, recurrent, bias, leak) = (
            Parameter.Glorot("W", 3, 2, 1), Parameter.Glorot("U", 2, 2, 1), Parameter.Vector("b", 2), Parameter.Positive("leak", 2, 1));
        var circuit = new FormulaCell(3, 2, (input, state, timespan) =>
            Constant(1) / leak * timespan * Tanh(Affine(bias, (input, own), (state, recurrent)))).Step;
        Tempos<Elementwise<Softplus>>().Should().Equal(Tempo.Constant);
        Tempos<Quotient>().Should().Equal(Tempo.Constant);
        Tempos<Affine>().Should().Equal(Tempo.Sample, Tempo.Unfold);
        Tempos<Product>().Should().Equal(Tempo.Sample, Tempo.Unfold);

        IEnumerable<Tempo> Tempos<TOperator>()
            where TOperator : Operator => circuit.Operators.OfType<TOperator>().Select(operation => operation.Tempo);
    }

    [Fact]
    public void Parts_of_a_concatenation_are_computed_in_place()
    {
        var circuit = new FormulaCell(
            2, 4, (input, state, _) => Concatenate(Tanh(Slice(state, 0, 2)), Sigmoid(input + Slice(state, 2, 2)))).Step;
        var whole = circuit.Operators.OfType<Concatenation>().Single();
        circuit.Operators.OfType<Elementwise<Tanh>>().Single().Placement.Should().Be(whole.Placement);
        circuit.Operators.OfType<Elementwise<Sigmoid>>().Single().Placement.Should().Be(whole.Placement.Skip(2));
    }

    [Fact]
    public void An_activation_takes_the_place_of_a_product_that_nobody_else_reads()
    {
        var (own, shared) = (Parameter.Glorot("W", 4, 6, 1), Parameter.Glorot("V", 4, 4, 1));
        var circuit = new FormulaCell(4, 4, (input, state, _) =>
        {
            var gates = Affine(own, state);
            var whole = Affine(shared, state);
            return Concatenate(Sigmoid(Slice(gates, 0, 2)) * Exp(Slice(gates, 2, 2)), Tanh(Slice(gates, 3, 2)) + Slice(state, 0, 2))
                + LecunTanh(whole) * whole;
        }).Step;
        var (sigmoid, product) = (circuit.Operators.OfType<Elementwise<Sigmoid>>().Single(), circuit.Operators.OfType<Affine>().First());
        sigmoid.Placement.Should().Be(product.Placement);
        circuit.Operators.OfType<Elementwise<Exp>>().Single().Placement.Region.Should()
            .Be(Region.Unfold, "another slice begins in its rows");
        circuit.Operators.OfType<Elementwise<Tanh>>().Single().Placement.Region
            .Should().Be(Region.Unfold, "another slice ends in its rows");
        circuit.Operators.OfType<Elementwise<LecunTanh>>().Single().Placement.Region
            .Should().Be(Region.Unfold, "the product is read a second time");
    }

    [Fact]
    public void Parameters_are_listed_in_the_order_of_first_use()
    {
        var (first, second) = (Parameter.Vector("first", 2), Parameter.Vector("second", 2));
        var cell = new FormulaCell(2, 2, (input, state, _) => first * input + second * state + first);
        cell.Parameters.Select(parameter => parameter.Name).Should().Equal("first", "second");
    }

    [Fact]
    public void Two_parameters_of_one_name_are_refused()
    {
        var (first, second) = (Parameter.Vector("p", 2), Parameter.Vector("p", 2));
        new FormulaCell(2, 2, (input, state, _) => first * input + second * state)
            .Invoking(cell => cell.Parameters).Should().Throw<ArgumentException>().WithMessage("*'p'*");
    }

    [Fact]
    public void A_matrix_used_element_by_element_is_refused()
    {
        var matrix = Parameter.Orthogonal("W", 3, 1);
        new FormulaCell(3, 3, (input, state, _) => Tanh(state * matrix) + input).Invoking(cell => cell.Step)
            .Should().Throw<InvalidOperationException>().WithMessage("*W [3 x 3]*Affine*");
        new FormulaCell(3, 3, (input, state, _) => Affine(matrix, matrix, state)).Invoking(cell => cell.Step)
            .Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Dropout_of_parameters_alone_is_refused()
    {
        var leak = Parameter.Vector("leak", 3);
        new FormulaCell(3, 3, (input, _, _) => Dropout(leak, 0.5f) * input).Invoking(cell => cell.Step)
            .Should().Throw<InvalidOperationException>().WithMessage("*parameters alone*");
    }

    [Fact]
    public void A_circuit_keeps_the_equation_as_it_was_written()
    {
        var leak = Parameter.Vector("leak", 3);
        new FormulaCell(3, 3, (input, state, _) => state + leak * (input - state)).Step.Equation.ToString()
            .Should().Be("state [3] + leak [3] * (input [3] - state [3]) [3]");
    }

    [Fact]
    public void An_output_of_another_size_than_declared_is_refused()
    {
        var cell = new FormulaCell(3, 3, (input, state, _) => input + state, state => Slice(state, 0, 2), outputSize: 3);
        cell.Invoking(it => it.OutputCircuit).Should().Throw<InvalidOperationException>().WithMessage("*2 rows*declares 3*");
        FluentActions.Invoking(() => LiquidNetwork.Regressor(cell, 1)).Should().Throw<InvalidOperationException>().WithMessage("*2 rows*");
    }

    [Fact]
    public void A_state_of_another_size_than_declared_is_refused() =>
        new FormulaCell(2, 3, (input, _, _) => input).Invoking(cell => cell.Step)
            .Should().Throw<InvalidOperationException>().WithMessage("*2 rows*declares 3*");

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_run_there_and_back_allocates_nothing_once_warm(int lanes)
    {
        var cell = new RandomEquation(seed: 4).Cell;
        var model = cell.ModelOf();
        var (gradients, still) = (new GradientSet(cell.Parameters), new StillShard());
        foreach (var memory in Enum.GetValues<TapeMemory>())
        {
            var tape = new Tape(model, model.Logits, lanes);
            Run();
            Allocations.LeastOf(Run).Should().Be(0, "with memory of {0}", memory);

            void Run()
            {
                tape.Begin(still, memory);
                tape.Forward(still, still);
                if (memory != TapeMemory.Nothing)
                    tape.Reverse(still, gradients);
            }
        }
    }

    /// <summary>A shard of constant inputs that allocates nothing itself.</summary>
    sealed class StillShard : IShardInput, IShardOutput, IShardLoss
    {
        public int Steps => 40;

        public bool IsConstant => false;

        public bool IsRegular => true;

        public void ReadStep(int step, Span<float> input) => input.Fill(0.1f);

        public void ReadTimespans(int step, Span<float> timespans) => timespans.Fill(0.5f);

        public bool Wants(int step) => true;

        public void Write(int step, ReadOnlySpan<float> output)
        {
        }

        public bool Scores(int step) => step % 3 == 0;

        public void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient) => gradient.Fill(1);
    }
}
