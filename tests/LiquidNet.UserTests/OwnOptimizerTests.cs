using LiquidNet.Cells;
using LiquidNet.Training;

namespace LiquidNet.UserTests;

public class OwnOptimizerTests
{
    [Fact]
    public void It_trains() => Network().ShouldLearn(Learning.IrregularSines, new() { Epochs = 20, Optimizer = new Lion(0.003f) });

    [Fact]
    public void Training_with_it_is_repeatable_on_any_number_of_threads()
    {
        var (one, two) = (Network(), Network());
        new Trainer(one, new() { Epochs = 3, Optimizer = new Lion(0.003f), Threads = 1 }).Fit(Learning.IrregularSines);
        new Trainer(two, new() { Epochs = 3, Optimizer = new Lion(0.003f), Threads = 2 }).Fit(Learning.IrregularSines);
        two.Parameters["ff1.weight"].Values.ToArray().Should().Equal(one.Parameters["ff1.weight"].Values.ToArray());
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CfcCell(1, 10, seed: 1), outputs: 1);

    /// <summary>Chen et al., "Symbolic discovery of optimization algorithms" (2023): steps of one length, along the sign of a
    /// momentum.</summary>
    sealed record Lion(float Rate) : Optimizer(Rate)
    {
        public override int StatePerValue => 1;

        protected override void Apply(ParameterUpdate update)
        {
            var momentum = update.State(0);
            for (var index = 0; index < update.Values.Length; index++)
            {
                var slope = update.GradientScale * update.Gradient[index];
                update.Values[index] -= update.LearningRate * MathF.Sign(0.9f * momentum[index] + 0.1f * slope);
                momentum[index] = 0.99f * momentum[index] + 0.01f * slope;
            }
        }
    }
}
