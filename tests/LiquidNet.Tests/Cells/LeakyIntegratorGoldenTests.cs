using LiquidNet.Cells;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Cells;

public class LeakyIntegratorGoldenTests
{
    static readonly GoldenFolder Folder = GoldenFolder.Open("cells");

    public static TheoryData<string> Cases { get; } =
        new(Folder.Cases.Where(golden => golden.Settings.GetProperty("cell").GetString() == "euler").Select(golden => golden.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_logits_states_and_all_gradients_agree(string name) => Model(name).ShouldAgree();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_gradients_through_probabilities_agree(string name) =>
        Model(name).ShouldAgree(new GoldenGradients("grad_probabilities.", "io.cotangent_probabilities", SoftmaxGradient));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_probabilities_agree(string name) => Model(name).ShouldPredict("io.probabilities");

    static GoldenModel Model(string name)
    {
        var golden = Folder[name];
        var file = golden.ReadTensors();
        var settings = golden.Settings.GetProperty("settings");
        var isAlpha = settings.GetProperty("step").GetString() == "alpha";
        var network = Network(golden, isAlpha ? file.Shape("alpha")[0] : file.Shape("tau")[0]);
        var model = new GoldenModel(network.Model, network.Parameters, file) { UsesTimespans = !isAlpha }
            .TakeTransposed("W_in", "W_in").TakeTransposed("W_hid", "W_hid").Take("b_hid", "b_hid")
            .TakeTransposed("W_out", "W_out").Take("b_out", "b_out");

        // The cell sees softplus of its raw value as tau; alpha is 1 / tau, for timespans of one.
        return isAlpha
            ? model.Take("tau", "alpha", alpha => InverseSoftplus(1 / alpha), alpha => -alpha * alpha * (1 - Math.Exp(-1 / alpha)))
            : model.Take("tau", "tau", InverseSoftplus, tau => 1 - Math.Exp(-tau));
    }

    static LiquidNetwork Network(GoldenCase golden, int timeConstants)
    {
        var settings = golden.Settings.GetProperty("settings");
        var (inputs, units) = (golden.Settings.GetProperty("I").GetInt32(), golden.Settings.GetProperty("H").GetInt32());
        var activation = settings.GetProperty("tanh").GetBoolean() ? Activation.Tanh : Activation.Identity;
        var ones = Enumerable.Repeat(1f, units).ToArray();
        LiquidCell cell = (settings.GetProperty("form").GetString(), timeConstants) switch
        {
            ("literal", 1) => new UnscaledLeakyIntegratorCell(inputs, units),
            ("literal", _) => new UnscaledLeakyIntegratorCell(inputs, ones),
            (_, 1) => new LeakyIntegratorCell(inputs, units) { Activation = activation },
            _ => new LeakyIntegratorCell(inputs, ones) { Activation = activation },
        };
        return LiquidNetwork.Classifier(cell, golden.Settings.GetProperty("O").GetInt32());
    }

    static double InverseSoftplus(double positive) => positive + Math.Log(1 - Math.Exp(-positive));

    static double[] SoftmaxGradient(double[] logits, double[] cotangent)
    {
        var exponentials = logits.Select(Math.Exp).ToArray();
        var probabilities = exponentials.Select(value => value / exponentials.Sum()).ToArray();
        var mean = probabilities.Zip(cotangent, (probability, slope) => probability * slope).Sum();
        return [.. probabilities.Zip(cotangent, (probability, slope) => probability * (slope - mean))];
    }
}
