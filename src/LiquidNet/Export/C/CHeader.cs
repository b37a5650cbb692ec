using LiquidNet.Checks;
using LiquidNet.Runs;

namespace LiquidNet.Export.C;

/// <summary>The text of a header: what a program sees of a network.</summary>
/// <param name="network">The network.</param>
/// <param name="prefix">What all names begin with.</param>
/// <param name="scratch">How many numbers a step needs beside the state.</param>
/// <param name="isOnStack">Whether those lie on the stack, or in the state.</param>
/// <param name="hasSelfTest">Whether there is a self-test.</param>
sealed class CHeader(LiquidNetwork network, string prefix, int scratch, bool isOnStack, bool hasSelfTest)
{
    readonly string upper = prefix.ToUpperInvariant();
    readonly CText text = new();

    /// <summary>Writes it.</summary>
    /// <param name="weights">How weights are stored.</param>
    /// <param name="limit">The timespans that the network takes.</param>
    /// <param name="fingerprint">What the source has to be.</param>
    public string Write(CWeights weights, StepLimit limit, string fingerprint)
    {
        WriteOpening(weights);
        text.Line($"#ifndef {upper}_H");
        text.Line($"#define {upper}_H");
        text.Line();
        text.Line("#include <stdint.h>");
        text.Line();
        text.Line("#ifdef __cplusplus");
        text.Line("extern \"C\" {");
        text.Line("#endif");
        text.Line();
        text.Line($"#define {upper}_INPUTS {network.InputSize}");
        text.Line($"#define {upper}_STATES {network.Model.StateSize}");
        text.Line($"#define {upper}_OUTPUTS {network.OutputSize}");
        text.Line($"#define {upper}_FINGERPRINT {fingerprint}");
        text.Line();
        WriteTypes(limit);
        WriteFunctions(limit);
        text.Line("#ifdef __cplusplus");
        text.Line("}");
        text.Line("#endif");
        text.Line();
        text.Line("#endif");
        return text.ToString();
    }

    void WriteOpening(CWeights weights)
    {
        text.Comment(
            $"{network.Cell} -> {network.Readout}, written by LiquidNet.",
            "",
            $"{Counted.Of(network.InputSize, "input")}, {Counted.Of(network.Model.StateSize, "state")}, "
            + $"{Counted.Of(network.OutputSize, "output")}, {Counted.Of(network.Parameters.ValueCount, "parameter")}, "
            + $"weights as {weights.ToString().ToLowerInvariant()}; {network.Model.Unfolds}.",
            network.FeatureNames.Count == 0 ? "" : $"Inputs: {string.Join(", ", network.FeatureNames)}.",
            network.TimeUnit is { } unit ? $"The unit of timespans is {TimeText.Of(unit)}." : "",
            "",
            "Compile without -ffast-math and its kin, which take it that no number is infinite or NaN.",
            "",
            "The next state, where shapes stand in brackets:",
            network.Model.Step.Equation.ToString(),
            "",
            "What is read out of it:",
            network.Model.Predictions.Equation.ToString());
        text.Line();
    }

    void WriteTypes(StepLimit limit)
    {
        text.Comment("What a network carries from step to step. Who has several streams has one of these for each.");
        text.Open("typedef struct");
        text.Line($"float values[{upper}_STATES];");
        if (!isOnStack)
            text.Line($"float scratch[{scratch}];");
        text.Close($" {prefix}_state;");
        text.Line();
        text.Open("typedef enum");
        text.Line($"{upper}_OK = 0,");
        text.Line($"{upper}_BAD_INPUT = 1,   /* an input is infinite, or NaN where no value may be missing */");
        text.Line($"{upper}_BAD_ELAPSED = 2, /* the elapsed time is negative, infinite or not a number */");
        text.Line($"{upper}_NOT_FINITE = 3,  /* the next state or the prediction would not be finite */");
        var tooLong = limit.IsFinite ? "the elapsed time would make the solver unstable" : "does not happen to this model";
        text.Line($"{upper}_TOO_LONG = 4     /* {tooLong} */");
        text.Close($" {prefix}_result;");
        text.Line();
    }

    void WriteFunctions(StepLimit limit)
    {
        if (network.OutputNames.Count > 0)
        {
            text.Comment("What the outputs stand for, in UTF-8.");
            text.Line($"extern const char *const {prefix}_output_names[{upper}_OUTPUTS];");
            text.Line();
        }

        text.Comment("The state before the first step: zero.");
        text.Line($"void {prefix}_init({prefix}_state *state);");
        text.Line();
        text.Comment(
            "Takes an input and the time since the last one: zero or more, in the unit of the time constants"
            + (limit.IsFinite ? $";\nsolver steps are at most {CText.Literal(limit.MaxStep)}." : "."),
            "Unless it returns OK, state and prediction are as they were.",
            isOnStack
                ? $"It needs {scratch * sizeof(float)} bytes on the stack for what it computes, and a little for variables."
                : "What it computes lies in the state; on the stack are a few variables.");
        text.Line($"{prefix}_result {prefix}_step(");
        text.Inner($"{prefix}_state *state, const float input[{upper}_INPUTS], float elapsed, float prediction[{upper}_OUTPUTS]);");
        text.Line();
        if (!hasSelfTest)
            return;
        text.Comment("How many predictions of a few steps differ from LiquidNet's: 0 where all is well.");
        text.Line($"#ifdef {upper}_SELFTEST");
        text.Line($"int {prefix}_selftest(void);");
        text.Line("#endif");
        text.Line();
    }
}
