using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Cells;

public class EulerCellGoldenTests
{
    public static TheoryData<string> Cases { get; } =
        new(GoldenFolder.Open("cells").Cases.Where(golden => golden.Settings.GetProperty("cell").GetString() == "euler").Select(golden => golden.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_logits_probabilities_and_all_gradients_agree(string name)
    {
        var golden = GoldenFolder.Open("cells")[name];
        var file = golden.ReadTensors();
        var network = Network(golden, file);
        var initial = file.Doubles("io.h0");

        var run = new GoldenRun(network.Equation, network.Parameters, file, initial);
        Tolerance.ShouldAgree(run.Outputs, file.Doubles("io.y"), Tolerance.Outputs, "io.y");
        Tolerance.ShouldAgree(run.States, file.Doubles("io.states"), Tolerance.Outputs, "io.states");
        CheckGradients(run, network, file, "grad.");

        var probabilities = new GoldenRun(
            network.Equation, network.Parameters, file, initial, file.Doubles("io.cotangent_probabilities"), SoftmaxGradient);
        CheckGradients(probabilities, network, file, "grad_probabilities.");
        Tolerance.ShouldAgree(Probabilities(run.Outputs, network), file.Doubles("io.probabilities"), Tolerance.Outputs, "io.probabilities");
    }

    static LiquidNetwork Network(GoldenCase golden, SafetensorsFile file)
    {
        var settings = golden.Settings.GetProperty("settings");
        var isAlpha = settings.GetProperty("step").GetString() == "alpha";
        var timeConstants = Array.ConvertAll(
            file.Doubles(isAlpha ? "alpha" : "tau"), value => (float)(isAlpha ? 1 / value : value));
        var inputs = golden.Settings.GetProperty("I").GetInt32();
        var units = golden.Settings.GetProperty("H").GetInt32();
        var (form, saturates) = (
            settings.GetProperty("form").GetString() == "literal" ? EulerForm.Literal : EulerForm.Consistent,
            settings.GetProperty("tanh").GetBoolean());
        var cell = timeConstants.Length == 1
            ? new EulerCell(inputs, units, timeConstants[0]) { Form = form, Saturates = saturates }
            : new EulerCell(inputs, timeConstants) { Form = form, Saturates = saturates };
        var network = LiquidNetwork.Classifier(cell, golden.Settings.GetProperty("O").GetInt32());
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Name != "tau"))
            Transposed(file, parameter.Name).AsSpan().CopyTo(parameter.Values);
        return network;
    }

    static void CheckGradients(GoldenRun run, LiquidNetwork network, SafetensorsFile file, string prefix)
    {
        Tolerance.ShouldAgree(run.InputGradient, file.Doubles(prefix + "io.x"), Tolerance.Gradients, "x");
        Tolerance.ShouldAgree(run.InitialStateGradient, file.Doubles(prefix + "io.h0"), Tolerance.Gradients, "h0");
        var isAlpha = file.Contains("alpha");
        if (!isAlpha)
            Tolerance.ShouldAgree(run.TimespanGradient, file.Doubles(prefix + "io.timespans"), Tolerance.Gradients, "timespans");
        for (var index = 0; index < network.Parameters.Count; index++)
        {
            var parameter = network.Parameters[index];
            var gradient = Array.ConvertAll(run.Gradients[index].ToArray(), value => (double)value);
            if (parameter.Name == "tau")
                Tolerance.ShouldAgree(ByStep(gradient, parameter, isAlpha), file.Doubles(prefix + (isAlpha ? "alpha" : "tau")), Tolerance.Gradients, "tau");
            else
                Tolerance.ShouldAgree(gradient, Array.ConvertAll(Transposed(file, prefix + parameter.Name), value => (double)value), Tolerance.Gradients, parameter.Name);
        }
    }

    /// <summary>The time constant is seen through softplus; the file differentiates by it directly, or by alpha = 1 / tau.</summary>
    static double[] ByStep(double[] gradient, Parameter parameter, bool isAlpha)
    {
        var result = new double[gradient.Length];
        for (var unit = 0; unit < result.Length; unit++)
        {
            var raw = (double)parameter.Values[unit];
            var tau = Math.Log(1 + Math.Exp(raw));
            result[unit] = gradient[unit] * (1 + Math.Exp(-raw)) * (isAlpha ? -tau * tau : 1);
        }

        return result;
    }

    static double[] SoftmaxGradient(float[] logits, double[] cotangent)
    {
        var exponentials = logits.Select(logit => Math.Exp(logit)).ToArray();
        var probabilities = exponentials.Select(value => value / exponentials.Sum()).ToArray();
        var mean = probabilities.Zip(cotangent, (probability, slope) => probability * slope).Sum();
        return [.. probabilities.Zip(cotangent, (probability, slope) => probability * (slope - mean))];
    }

    static double[] Probabilities(double[] logits, LiquidNetwork network)
    {
        var values = Array.ConvertAll(logits, value => (float)value);
        for (var start = 0; start < values.Length; start += network.OutputSize)
            network.Readout.Activate(values.AsSpan(start, network.OutputSize), lanes: 1);
        return Array.ConvertAll(values, value => (double)value);
    }

    /// <summary>A matrix [inputs x outputs] of the file, column after column.</summary>
    static float[] Transposed(SafetensorsFile file, string name)
    {
        var values = Array.ConvertAll(file.Doubles(name), value => (float)value);
        if (file.Shape(name).Count == 1)
            return values;
        var (rows, columns) = (file.Shape(name)[0], file.Shape(name)[1]);
        var result = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                result[column * rows + row] = values[row * columns + column];
        }

        return result;
    }
}
