using LiquidNet.Cells;
using LiquidNet.Tests.Training;
using LiquidNet.Training;

namespace LiquidNet.Tests.Cells;

public class TimeConstantTests
{
    public static TheoryData<string> Cells { get; } = new(Makers.Keys);

    static Dictionary<string, Func<bool, LiquidCell>> Makers => new()
    {
        ["Unscaled leaky integrator"] = trains => new UnscaledLeakyIntegratorCell(Tasks.Features, units: 4) { TrainTimeConstants = trains },
        ["Leaky integrator"] = trains => new LeakyIntegratorCell(Tasks.Features, units: 4) { TrainTimeConstants = trains },
        ["Leaky integrator, vector"] = trains => new LeakyIntegratorCell(Tasks.Features, [1.5f, 2, 3]) { TrainTimeConstants = trains },
        ["CT-RNN"] = trains => new CtRnnCell(Tasks.Features, units: 4) { TrainTimeConstants = trains },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Training_leaves_time_constants_alone_where_they_are_not_learned(string name)
    {
        var cell = Makers[name](false);
        var (constants, weights) = (Values(cell, "tau"), Values(cell, "W_in"));

        Train(cell);

        Values(cell, "tau").Should().Equal(constants);
        Values(cell, "W_in").Should().NotEqual(weights);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Training_moves_time_constants_that_are_learned(string name)
    {
        var cell = Makers[name](true);
        var constants = Values(cell, "tau");

        Train(cell);

        Values(cell, "tau").Zip(constants).Should().OnlyContain(pair => pair.First != pair.Second);
    }

    static void Train(LiquidCell cell) =>
        new Trainer(LiquidNetwork.Classifier(cell, classes: Tasks.Features), new() { Epochs = 1, BatchSize = 10 }).Fit(Tasks.Places(20));

    static float[] Values(LiquidCell cell, string name) => cell.Parameters[name].Values.ToArray();
}
