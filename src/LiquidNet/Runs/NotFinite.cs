using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Runs;

/// <summary>The exceptions that keep numbers that are not finite from spreading silently.</summary>
static class NotFinite
{
    /// <summary>A state or an output that is not finite; a parameter that is not is named as the cause.</summary>
    /// <param name="model">What gave it.</param>
    /// <param name="place">Where it was seen.</param>
    public static ArithmeticException Output(CompiledModel model, string place) => new(
        $"Cell '{model.Name}' gave a state or an output that is not finite{place}. {CauseIn(model.Parameters, model.IsExplicit)}");

    /// <summary>A prediction that a readout by itself makes of finite numbers, and that is not.</summary>
    /// <param name="readout">What gave it.</param>
    /// <param name="parameters">Its parameters.</param>
    public static ArithmeticException Prediction(string readout, ParameterSet parameters) => new(
        $"Readout '{readout}' gave a prediction that is not finite. {CauseIn(parameters, isExplicit: false)}");

    /// <summary>Throws if the output [rows x lanes] of a sample is not finite.</summary>
    /// <param name="model">What gave it.</param>
    /// <param name="input">The samples.</param>
    /// <param name="step">The time step.</param>
    /// <param name="isLast">Whether it stands for the last step of samples that are over; otherwise what they give is padding.</param>
    /// <param name="output">The output.</param>
    /// <exception cref="ArithmeticException">A value is not finite; the message names sequence and step.</exception>
    public static void ThrowIfOutput(CompiledModel model, ShardInput input, int step, bool isLast, ReadOnlySpan<float> output)
    {
        for (var at = 0; at < output.Length; at++)
        {
            var lane = at % input.Lanes;
            if (!float.IsFinite(output[at]) && lane < input.Count && (isLast || step < input.LengthOf(lane)))
                throw Output(model, $" in step {Math.Min(step, input.LengthOf(lane) - 1)} of sequence {input.SampleOf(lane)}");
        }
    }

    static string CauseIn(ParameterSet parameters, bool isExplicit) => (FirstIn(parameters), isExplicit) switch
    {
        ({ } parameter, _) => $"Parameter '{parameter}' holds a value that is not finite: restore or replace it.",
        (null, true) => "Its explicit solver needs timespans well below the time constants: "
            + "use smaller timespans, more unfolds, or SemiImplicitEuler or ExponentialEuler.",
        _ => "All parameters are finite: look for inputs, timespans or weights so large that the equation overflows, "
            + "or for a division by zero.",
    };

    /// <summary>The name of the first parameter that holds a value that is not finite, if there is one.</summary>
    public static string? FirstIn(ParameterSet parameters)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            if (!Finite.All(parameters[index].Values))
                return parameters.NameOf(index);
        }

        return null;
    }
}
