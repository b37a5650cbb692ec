using LiquidNet.Equations;

namespace LiquidNet.Online.Influences;

/// <summary>What a sweep has found, in the order of an <see cref="ElementTable"/>: adjoints of a state, then of all parameters.</summary>
/// <param name="stateSize">Rows of the state.</param>
/// <param name="gradients">Where the sweep has added the adjoints of the parameters.</param>
sealed class Adjoints(int stateSize, GradientSet gradients)
{
    readonly float[] all = new float[new ElementTable(gradients.Parameters, stateSize).Count];

    /// <summary>Puts them side by side.</summary>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> stateAdjoint)
    {
        stateAdjoint.CopyTo(all);
        var parameters = all.AsSpan(stateSize);
        for (var index = 0; index < gradients.Parameters.Count; index++)
        {
            gradients[index].CopyTo(parameters);
            parameters = parameters[gradients[index].Length..];
        }

        return all;
    }
}
