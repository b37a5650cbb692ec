using LiquidNet.Runs;

namespace LiquidNet.Export.C;

/// <summary>A few steps and what they have to give.</summary>
sealed class SelfTest
{
    const int Steps = 6;

    /// <summary>What other compilers and processors may round differently.</summary>
    const string Tolerance = "1e-4f";

    static readonly float[] Pattern = [1, 0, 0.25f, 0.5f, 1, 0.125f];

    readonly float[][] inputs = new float[Steps][];
    readonly float[] timespans = new float[Steps];
    readonly float[][] predictions = new float[Steps][];

    SelfTest()
    {
    }

    /// <summary>Runs a network, at irregular timespans that its solver takes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="limit">The timespans that it takes.</param>
    /// <param name="isExplicit">Whether long timespans make it unstable, even if nothing says how long ones.</param>
    public static SelfTest Of(LiquidNetwork network, StepLimit limit, bool isExplicit)
    {
        var unit = isExplicit ? 0.0625f : 1f;
        while (!limit.Allows(unit))
            unit /= 2;
        var test = new SelfTest();
        var stream = network.OpenStream();
        for (var step = 0; step < Steps; step++)
        {
            test.inputs[step] = [.. Enumerable.Range(0, network.InputSize).Select(feature => ((7 * step + 3 * feature) % 11 - 5) / 4f)];
            test.timespans[step] = unit * Pattern[step];
            test.predictions[step] = Prediction(stream, test.inputs[step], test.timespans[step]);
        }

        return test;
    }

    static float[] Prediction(LiquidStream stream, float[] input, float timespan)
    {
        try
        {
            return stream.Step(input, timespan).ToArray();
        }
        catch (ArithmeticException exception)
        {
            throw new InvalidOperationException(
                "The inputs of the self-test, between -1.25 and 1.25, are so far from what the network is for that it overflows; write the "
                + $"source without one ({nameof(CSourceOptions)}.{nameof(CSourceOptions.SelfTest)}).",
                exception);
        }
    }

    /// <summary>Writes the function.</summary>
    public void Write(CText text, string prefix, string upper)
    {
        text.Line();
        text.Line($"#ifdef {upper}_SELFTEST");
        text.Line($"int {prefix}_selftest(void)");
        text.Open();
        WriteTable(text, $"inputs[{Steps}][{upper}_INPUTS]", inputs);
        text.Open($"static const float timespans[{Steps}] =");
        text.List(timespans.Select(CText.Literal));
        text.Close(";");
        WriteTable(text, $"expected[{Steps}][{upper}_OUTPUTS]", predictions);
        text.Line($"{prefix}_state state;");
        text.Line($"float prediction[{upper}_OUTPUTS];");
        text.Line("int wrong = 0;");
        text.Line($"{prefix}_init(&state);");
        text.Open($"for (int step = 0; step < {Steps}; ++step)");
        text.Line($"if ({prefix}_step(&state, inputs[step], timespans[step], prediction) != {upper}_OK)");
        text.Inner($"return {Steps} * {upper}_OUTPUTS;");
        text.Line($"for (int i = 0; i < {upper}_OUTPUTS; ++i)");
        text.Inner($"wrong += !(fabsf(prediction[i] - expected[step][i]) <= {Tolerance} * (1.0f + fabsf(expected[step][i])));");
        text.Close();
        text.Line("return wrong;");
        text.Close();
        text.Line("#endif");
    }

    static void WriteTable(CText text, string declaration, float[][] rows)
    {
        text.Open($"static const float {declaration} =");
        foreach (var row in rows)
            text.Row(Array.ConvertAll(row, CText.Literal));
        text.Close(";");
    }
}
