using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class RidgeRegressionTests
{
    /// <summary>Weights of about 1 in single precision.</summary>
    const double Rounding = 1e-5;

    [Fact]
    public void It_finds_the_exact_solution_for_the_outputs_of_the_cell()
    {
        const double penalty = 0.01;
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 8, seed: 3), outputs: 1);
        var set = Tasks.Means(70);

        new RidgeRegression { Penalty = penalty }.Fit(network, set);

        var states = new LiquidNetwork(network.Cell, new IdentityReadout(8)).Forward(set);
        var x = Matrix<double>.Build.Dense(set.Count, 9, (row, column) => column == 8 ? 1 : states[row][states[row].RowCount - 1, column]);
        var t = Vector<double>.Build.Dense(set.Count, row => set.ToSequence(row).Target![0]);
        var ridge = Matrix<double>.Build.DiagonalOfDiagonalArray([.. Enumerable.Repeat(penalty * set.Count, 8), 0]);
        var solution = (x.TransposeThisAndMultiply(x) + ridge).LU().Solve(x.TransposeThisAndMultiply(t));
        var readout = (LinearReadout)network.Readout;
        float[] found = [.. readout.Weights.Values, readout.Bias.Values[0]];
        found.Zip(solution).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Rounding);
    }

    [Fact]
    public void It_minimises_the_error_that_training_goes_down()
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 8, seed: 3), outputs: 1)
            .Standardized(Tasks.Means(70));

        var found = new RidgeRegression { Penalty = 1e-9 }.Fit(network, Tasks.Means(70));

        var before = Tasks.Weights(network);
        var solved = new Trainer(network).Evaluate(Tasks.Means(70)).Loss;
        found.Should().BeApproximately(solved, Rounding, "it is the loss of the solution");
        foreach (var parameter in network.Readout.Parameters.Where(parameter => parameter.IsTrainable))
        {
            parameter.Values[0] += 0.01f;
            new Trainer(network).Evaluate(Tasks.Means(70)).Loss.Should().BeGreaterThan(solved);
            parameter.Values[0] -= 0.01f;
        }

        Tasks.Weights(network).Should().HaveCount(before.Length);
        solved.Should().BeLessThan(0.5, "standardised targets have a mean square of 1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_learns_classes_and_leaves_the_cell_as_it_is(bool ragged)
    {
        var network = Tasks.Classifier();
        var cell = network.Cell.Parameters.SelectMany(parameter => parameter.Values.ToArray()).ToArray();

        new RidgeRegression().Fit(network, Tasks.Places(300, ragged: ragged));

        new Trainer(network).Evaluate(Tasks.Places(300, seed: 9, ragged: ragged)).Accuracy.Should().BeGreaterThan(0.9);
        network.Cell.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Should().Equal(cell);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Solve(threads: 3).Should().Equal(Solve(threads: 1));

        static float[] Solve(int threads)
        {
            var network = Tasks.Classifier();
            new RidgeRegression { Threads = threads }.Fit(network, Tasks.Places(300, ragged: true));
            return Tasks.Weights(network);
        }
    }

    [Fact]
    public void A_sequence_of_weight_two_counts_as_two_in_the_solution_and_in_its_error()
    {
        var means = Tasks.Means(30);
        Sequence[] sequences = [.. Enumerable.Range(0, 30).Select(means.ToSequence)];
        var heavy = new Sequence(sequences[3].Values) { Target = sequences[3].Target, Weight = 2 };
        var (once, twice) = (Regressor(), Regressor());

        var weighted = new RidgeRegression().Fit(once, SequenceSet.Of([.. sequences[..3], heavy, .. sequences[4..]]));
        var repeated = new RidgeRegression().Fit(twice, SequenceSet.Of([.. sequences, sequences[3]]));

        weighted.Should().BeApproximately(repeated, 1e-6 * repeated);
        Tasks.Weights(once).Zip(Tasks.Weights(twice)).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Rounding);

        static LiquidNetwork Regressor() => LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, 4, seed: 1), outputs: 1);
    }

    [Fact]
    public void What_has_no_weight_and_no_label_does_not_count()
    {
        var (some, all) = (Tasks.Classifier(), Tasks.Classifier());
        var known = Tasks.Places(40);
        Sequence[] others =
        [
            new(known.ToSequence(0).Values) { Label = 2, Weight = 0 },
            new(known.ToSequence(1).Values) { Label = Sequence.MissingLabel },
        ];

        new RidgeRegression().Fit(some, known);
        new RidgeRegression().Fit(all, SequenceSet.Of([.. Enumerable.Range(0, 40).Select(known.ToSequence), .. others]));

        Tasks.Weights(all).Zip(Tasks.Weights(some)).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Rounding);
    }

    [Fact]
    public void What_cannot_be_solved_is_refused_and_changes_nothing()
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 8, seed: 3), outputs: 1);
        var before = Tasks.Weights(network);
        var missing = SequenceSet.Of([new Sequence(Tasks.Means(1).ToSequence(0).Values) { Target = [float.NaN] }]);

        FluentActions.Invoking(() => new RidgeRegression().Fit(network, missing)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RidgeRegression().Fit(network, Tasks.Means(99), new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => new RidgeRegression().Fit(network, Tasks.Places(9)))
            .Should().Throw<ArgumentException>().WithMessage("*target values*");
        FluentActions.Invoking(() => new RidgeRegression().Fit(new(network.Cell, new IdentityReadout(8)), Tasks.Means(9)))
            .Should().Throw<ArgumentException>().WithMessage("*x W + b*");
        FluentActions.Invoking(() => new RidgeRegression { Penalty = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        Tasks.Weights(network).Should().Equal(before);
    }
}
