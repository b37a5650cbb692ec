using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Onnx;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Checks;

/// <summary>Numbers in texts of the library look as they do in code, whatever the culture.</summary>
public class NumbersInTextsTests
{
    static readonly Matrix<float> Two = Matrix<float>.Build.Dense(2, 1);
    static readonly SequenceSet Set = SequenceSet.Of([new(Two), new(Two), new(Two)]);

    static readonly Func<object>[] Printed =
    [
        () => UnfoldPolicy.ByStepLength(0.25f, 1_200),
        () => new AutoNeuralCircuitPolicy(1_200, 4) { Sparsity = 0.25 },
        () => new RandomWiring(1_200, 4) { Sparsity = 0.25 },
        () => new FullyConnected(1_200),
        () => new NeuralCircuitPolicy(1_200, 4, 2, 1, 1, 1, 1),
        () => new LayeredWiring().Inter(1_200).Motor(2),
        () => new FullyConnected(40).Build(40),
        () => new FullyConnected(40).Build(40).Synapses,
        () => new Synapse(1, 2, -1),
        () => new NeuronLayer("inter", NeuronKind.Inter, 0, 1_200),
        () => new DownloadProgress(1_234_567, 9_999_999),
        () => new DownloadProgress(1_234_567, null),
        () => new ImageSequenceOptions { Seed = -7 },
        () => new OnnxOptions { Timespan = 0.25f },
        () => new Standardization([-0.25f], [1.5f]),
        () => SyntheticSequences.Images(1_200),
        () => SyntheticSequences.Sines(1_200),
        () => new Sequence(Matrix<float>.Build.Dense(1_200, 1)),
    ];

    static readonly Action[] Refused =
    [
        () => _ = new Sequence(Two) { Timespans = [0.5f, -0.5f] },
        () => _ = new Sequence(Two) { Label = -2 },
        () => _ = new Sequence(Two) { Labels = [0, -2] },
        () => _ = new Standardization([0.25f], [-1.5f]),
        () => _ = new LabelledImages(new byte[1], [-2], 1, 1, 1, ["only"]),
        () => _ = new ImageSequenceOptions { CropPadding = -4 },
        () => Set.Subset([-1]),
        () => Set.Split(-0.01),
        () => Set.Take(-2),
        () => SyntheticSequences.Images(-2),
        () => SyntheticSequences.Sines(-2),
        () => _ = new RandomWiring(4) { Sparsity = -0.25 },
        () => _ = new AutoNeuralCircuitPolicy(8, 2) { Sparsity = 0.05 },
        () => _ = new FullyConnected(-4),
        () => _ = new FullyConnected(4) { Seed = -1 },
        () => _ = new FullyConnected(4).Build(-3),
        () => new LayeredWiring().Inter(3).Motor(2).Recurrent("inter", -2),
        () => new LayeredWiring().Inter(3).Motor(2).Synapse("inter", -1, "motor", 0, 1),
        () => new LayeredWiring().Inter(3).Motor(2).Synapse("inter", 0, "motor", 0, -2),
        () => _ = new SynapseTable(2, 2, [new(-1, 0, 1)]),
        () => _ = new Wiring("w", 1, [new("a", NeuronKind.Inter, -1, 1)], new SynapseTable(1, 1, []), new SynapseTable(1, 1, [])),
        () => _ = new MissingValueCell(-2, inputs => new CfcCell(inputs, 4)),
    ];

    public static TheoryData<int> PrintedCases => [.. Enumerable.Range(0, Printed.Length)];

    public static TheoryData<int> RefusedCases => [.. Enumerable.Range(0, Refused.Length)];

    [Theory]
    [MemberData(nameof(PrintedCases))]
    public void A_printed_value_is_the_same_in_every_culture(int item) => ShouldNotDepend(() => Printed[item]().ToString()!);

    [Theory]
    [MemberData(nameof(RefusedCases))]
    public void A_message_is_the_same_in_every_culture(int item) =>
        ShouldNotDepend(() => Refused[item].Should().Throw<ArgumentException>().Which.Message.Split(" (Parameter")[0]);

    static void ShouldNotDepend(Func<string> text)
    {
        var (before, plain) = (CultureInfo.CurrentCulture, text());
        try
        {
            CultureInfo.CurrentCulture = Foreign();
            text().Should().Be(plain).And.MatchRegex("[0-9]").And.NotContain("~");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Commas for points as in German, and a sign of its own for negative numbers as in Swedish.</summary>
    static CultureInfo Foreign()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        return culture;
    }
}
