using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class GradientClippingTests
{
    [Fact]
    public void A_long_gradient_is_scaled_to_the_limit_over_all_parameters()
    {
        var gradients = Gradients([3, 0], [0, 4]);

        GradientClipping.ByNorm(2).Apply(gradients).Should().Be(5);
        gradients[0].ToArray().Should().Equal(3 * 0.4f, 0);
        gradients[1].ToArray().Should().Equal(0, 4 * 0.4f);
    }

    [Fact]
    public void A_short_gradient_is_left_as_it_is()
    {
        var gradients = Gradients([3, 0], [0, 4]);

        GradientClipping.ByNorm(5).Apply(gradients).Should().Be(5);
        GradientClipping.ByValue(4).Apply(gradients).Should().Be(5);
        gradients[1].ToArray().Should().Equal(0, 4);
    }

    [Fact]
    public void Elements_are_limited_one_by_one()
    {
        var gradients = Gradients([3, -0.5f], [-7, 1]);

        GradientClipping.ByValue(1).Apply(gradients).Should().BeApproximately(Math.Sqrt(59.25), 1e-6);

        gradients[0].ToArray().Should().Equal(1, -0.5f);
        gradients[1].ToArray().Should().Equal(-1, 1);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_limit_is_above_zero_and_finite(float limit)
    {
        FluentActions.Invoking(() => GradientClipping.ByNorm(limit)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => GradientClipping.ByValue(limit)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Gradients_that_are_not_finite_are_not_clipped_into_something_that_is(float element)
    {
        GradientClipping[] all = [GradientClipping.ByNorm(1), GradientClipping.ByValue(1)];
        foreach (var clipping in all)
        {
            var gradients = Gradients([3, element], [0, 4]);

            clipping.Invoking(it => it.Apply(gradients)).Should().Throw<ArithmeticException>();

            gradients[0].ToArray().Should().Equal(3, element);
        }
    }

    [Fact]
    public void What_no_update_uses_does_not_count_for_the_length()
    {
        var frozen = Parameter.Vector("b", 2);
        frozen.IsTrainable = false;
        var gradients = new GradientSet(new ParameterSet([Parameter.Vector("a", 2), frozen]));
        gradients[0][0] = 3;
        gradients[1][1] = 4;
        GradientClipping.ByNorm(1.5f).Apply(gradients).Should().Be(3);
        gradients[0].ToArray().Should().Equal(1.5f, 0);
    }

    [Fact]
    public void What_is_not_trained_takes_nothing_of_a_step_of_training()
    {
        const float Limit = 0.01f;
        var network = Tasks.Classifier();
        network.Parameters["W_in"].IsTrainable = false;
        var before = Tasks.Weights(network);

        new Trainer(network, new() { Epochs = 1, BatchSize = 30, Optimizer = new Sgd(1), Clipping = GradientClipping.ByNorm(Limit) })
            .Fit(Tasks.Places(30));

        var moved = Math.Sqrt(Tasks.Weights(network).Zip(before, (after, start) => Math.Pow(after - start, 2)).Sum());
        moved.Should().BeApproximately(Limit, 1e-3 * Limit, "the length is that of the gradient that is gone down");
    }

    static GradientSet Gradients(float[] first, float[] second)
    {
        var gradients = new GradientSet(new ParameterSet([Parameter.Vector("a", 2), Parameter.Vector("b", 2)]));
        first.CopyTo(gradients[0]);
        second.CopyTo(gradients[1]);
        return gradients;
    }
}
