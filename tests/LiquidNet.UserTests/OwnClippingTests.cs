using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.UserTests;

public class OwnClippingTests
{
    [Fact]
    public void Each_parameter_is_clipped_by_itself()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(1, 4), outputs: 1);
        var gradients = new GradientSet(network.Parameters);
        gradients[network.Parameters["W_out"]].Fill(3);
        gradients[network.Parameters["b_out"]].Fill(0.5f);
        new ByParameter(1).Apply(gradients).Should().BeGreaterThan(6, "it gives the length before");
        gradients[network.Parameters["W_out"]].ToArray().Should().OnlyContain(value => Math.Abs(value - 0.5f) < 1e-6f);
        gradients[network.Parameters["b_out"]].ToArray().Should().Equal(0.5f);
    }

    [Fact]
    public void It_holds_back_the_steps_of_training()
    {
        var free = MovedBy(clipping: null);
        MovedBy(new ByParameter(1e-3f)).Should().BeLessThan(free / 10).And.BeGreaterThan(0);
    }

    static double MovedBy(GradientClipping? clipping)
    {
        var network = LiquidNetwork.Regressor(new CfcCell(1, 4), outputs: 1);
        var before = network.Parameters["W_out"].Matrix.Clone();
        new Trainer(network, new() { Epochs = 1, Optimizer = new Sgd(0.1f), Clipping = clipping }).Fit(Learning.IrregularSines);
        return (network.Parameters["W_out"].Matrix - before).FrobeniusNorm();
    }

    sealed record ByParameter(float Limit) : GradientClipping
    {
        protected override float Clip(GradientSet gradients, double norm)
        {
            for (var index = 0; index < gradients.Parameters.Count; index++)
            {
                var gradient = gradients[index];
                var squares = 0.0;
                foreach (var value in gradient)
                    squares += (double)value * value;
                var scale = Limit / (float)Math.Max(Math.Sqrt(squares), Limit);
                foreach (ref var value in gradient)
                    value *= scale;
            }

            return 1;
        }
    }
}
