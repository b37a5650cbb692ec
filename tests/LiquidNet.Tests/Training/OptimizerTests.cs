using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class OptimizerTests
{
    /// <summary>Float rounding over four steps of numbers around 1.</summary>
    const double Rounding = 2e-6;

    const double Rate = 0.125;

    static readonly float[] Start = [1, -2, 0.5f, 3];

    static readonly float[][] Gradients = [[0.5f, -1, 2, 0.25f], [1, 1, -0.5f, 0.75f], [-2, 0.125f, 0.5f, 1], [0.25f, 3, -1, 0.5f]];

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(0, false, 0.25)]
    [InlineData(0.875, false, 0)]
    [InlineData(0.875, true, 0.25)]
    public void Sgd_takes_the_steps_of_its_formula(double momentum, bool nesterov, double decay)
    {
        var sgd = new Sgd((float)Rate) { Momentum = (float)momentum, Nesterov = nesterov, WeightDecay = (float)decay };

        MovedBy(sgd, Matrix()).Should().BeEquivalentTo(Expected(), Close);

        double[] Expected() => Each((value, gradients) =>
        {
            var velocity = 0.0;
            foreach (var gradient in gradients)
            {
                var slope = gradient + decay * value;
                velocity = momentum * velocity + slope;
                value -= Rate * (nesterov ? slope + momentum * velocity : velocity);
            }

            return value;
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Adam_takes_the_steps_of_its_formula(bool decouples)
    {
        const double Beta1 = 0.875, Beta2 = 0.96875, Epsilon = 0.0009765625, Decay = 0.25;
        var adam = new Adam((float)Rate)
        {
            Beta1 = (float)Beta1,
            Beta2 = (float)Beta2,
            Epsilon = (float)Epsilon,
            WeightDecay = (float)Decay,
            DecoupledWeightDecay = decouples,
        };

        MovedBy(adam, Matrix()).Should().BeEquivalentTo(Expected(), Close);

        double[] Expected() => Each((value, gradients) =>
        {
            double mean = 0, square = 0;
            for (var step = 1; step <= gradients.Length; step++)
            {
                var slope = gradients[step - 1] + (decouples ? 0 : Decay * value);
                mean = Beta1 * mean + (1 - Beta1) * slope;
                square = Beta2 * square + (1 - Beta2) * slope * slope;
                var move = mean / (1 - Math.Pow(Beta1, step)) / (Math.Sqrt(square / (1 - Math.Pow(Beta2, step))) + Epsilon);
                value = value * (decouples ? 1 - Rate * Decay : 1) - Rate * move;
            }

            return value;
        });
    }

    [Fact]
    public void RmsProp_takes_the_steps_of_its_formula()
    {
        const double Decay = 0.875, Epsilon = 0.0009765625;

        MovedBy(new RmsProp((float)Rate) { Decay = (float)Decay, Epsilon = (float)Epsilon }, Matrix()).Should()
            .BeEquivalentTo(Expected(), Close);

        double[] Expected() => Each((value, gradients) =>
        {
            var square = 0.0;
            foreach (var gradient in gradients)
            {
                square = Decay * square + (1 - Decay) * gradient * gradient;
                value -= Rate * gradient / (Math.Sqrt(square) + Epsilon);
            }

            return value;
        });
    }

    [Fact]
    public void Adams_first_step_is_the_learning_rate_with_the_papers_defaults() =>
        MovedBy(new Adam(), Matrix(), steps: 1)
            .Should().BeEquivalentTo(Start.Select((value, index) => value - 0.001 * Math.Sign(Gradients[0][index])), Close);

    [Fact]
    public void Weight_decay_leaves_vectors_alone()
    {
        var vector = Parameter.Vector("b", Start);

        MovedBy(new Sgd(0.125f) { WeightDecay = 0.5f }, vector)
            .Should().Equal(MovedBy(new Sgd(0.125f), Parameter.Vector("b", Start)));
    }

    [Fact]
    public void The_rate_factor_multiplies_the_rate()
    {
        var parameter = Matrix();
        var set = new ParameterSet([parameter]);

        new Sgd(0.5f).CreateState(set).Step(Gradient(set, 0), learningRateFactor: 0.25f);

        parameter.Values.ToArray().Should().Equal(Start.Select((value, index) => value - 0.125f * Gradients[0][index]));
    }

    [Fact]
    public void Fixed_parameters_stay_and_constraints_hold()
    {
        var still = new Parameter("still", 2, 2, [.. Start]) { IsTrainable = false };
        var sparse = Parameter.Of("sparse", 2, 2, Start, new SparsityMask([true, false, true, false]));
        var positive = Parameter.Of("positive", 2, 2, [0.1f, 0.1f, 0.1f, 0.1f], NonNegative.Instance);
        var set = new ParameterSet([still, sparse, positive]);
        var gradients = new GradientSet(set);
        for (var index = 0; index < set.Count; index++)
            Gradients[0].CopyTo(gradients[index]);

        new Sgd(1) { Momentum = 0.5f }.CreateState(set).Step(gradients);

        still.Values.ToArray().Should().Equal(Start);
        sparse.Values.ToArray().Should().Equal(0.5f, 0, -1.5f, 0);
        positive.Values.ToArray().Should().Equal(0, 1.1f, 0, 0);
        gradients[still].ToArray().Should().OnlyContain(value => value == 0, "what no update uses must not count in a norm");
        gradients[sparse].ToArray().Should().Equal(0.5f, 0, 2, 0);
    }

    [Fact]
    public void One_recipe_serves_two_trainings_that_do_not_disturb_each_other()
    {
        var adam = new Adam(0.1f);
        var first = MovedBy(adam, Matrix());

        MovedBy(adam, Matrix()).Should().Equal(first);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var set = new ParameterSet([Matrix()]);
        var gradients = Gradient(set, 0);
        var state = new Adam().CreateState(set);
        state.Step(gradients);

        var before = GC.GetAllocatedBytesForCurrentThread();
        state.Step(gradients);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        state.Steps.Should().Be(2);
    }

    [Fact]
    public void An_optimiser_of_ones_own_remembers_what_it_asks_for()
    {
        // Each step goes along the sum of all gradients so far.
        MovedBy(new SumOfAll(), Matrix(), steps: 2)
            .Should().BeEquivalentTo(Start.Select((value, index) => (double)value - 2 * Gradients[0][index] - Gradients[1][index]), Close);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_learning_rate_is_above_zero_and_finite(float rate)
    {
        FluentActions.Invoking(() => new Sgd(rate)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A learning rate must be*");
        FluentActions.Invoking(() => new Adam() with { LearningRate = rate }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Shares_and_decay_keep_to_their_ranges()
    {
        FluentActions.Invoking(() => new Sgd { Momentum = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Adam { Beta2 = -0.1f }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Adam { WeightDecay = -0.1f }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Adam { Epsilon = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Gradients_of_other_parameters_are_refused()
    {
        var state = new Sgd().CreateState(new ParameterSet([Matrix()]));

        state.Invoking(it => it.Step(new GradientSet(new ParameterSet([Matrix()])))).Should().Throw<ArgumentException>();
    }

    static Parameter Matrix() => Parameter.Of("W", 2, 2, Start);

    static GradientSet Gradient(ParameterSet set, int step)
    {
        var gradients = new GradientSet(set);
        Gradients[step].CopyTo(gradients[0]);
        return gradients;
    }

    static double[] MovedBy(Optimizer optimizer, Parameter parameter, int steps = 4)
    {
        var set = new ParameterSet([parameter]);
        var state = optimizer.CreateState(set);
        for (var step = 0; step < steps; step++)
            state.Step(Gradient(set, step));
        return [.. parameter.Values.ToArray().Select(value => (double)value)];
    }

    static double[] Each(Func<double, double[], double> train) =>
        [.. Start.Select((value, index) => train(value, [.. Gradients.Select(gradient => (double)gradient[index])]))];

    static FluentAssertions.Equivalency.EquivalencyAssertionOptions<double> Close(
        FluentAssertions.Equivalency.EquivalencyAssertionOptions<double> options) =>
        options.WithStrictOrdering()
            .Using<double>(context => context.Subject.Should().BeApproximately(context.Expectation, Rounding))
            .WhenTypeIs<double>();

    sealed record SumOfAll() : Optimizer(learningRate: 1)
    {
        public override int StatePerValue => 2;

        protected internal override void Apply(ParameterUpdate update)
        {
            var sum = update.State(1);
            for (var index = 0; index < sum.Length; index++)
                update.Values[index] -= update.LearningRate * (sum[index] += update.Gradient[index]);
            update.State(0).ToArray().Should().OnlyContain(value => value == 0, "slots are apart");
        }
    }
}
