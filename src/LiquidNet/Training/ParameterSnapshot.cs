using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>A copy of the values of parameters, to go back to.</summary>
sealed class ParameterSnapshot(ParameterSet parameters)
{
    readonly float[][] values = [.. parameters.Select(parameter => new float[parameter.Values.Length])];

    /// <summary>How many parameters there are.</summary>
    public int Count => values.Length;

    /// <summary>The copied values of the parameter at a position.</summary>
    public float[] ValuesOf(int index) => values[index];

    /// <summary>Copies the present values. Allocates nothing.</summary>
    public void Take()
    {
        for (var index = 0; index < values.Length; index++)
            parameters[index].Values.CopyTo(values[index]);
    }

    /// <summary>Exchanges the copied values and the present ones.</summary>
    public void Swap()
    {
        for (var index = 0; index < values.Length; index++)
        {
            var present = parameters[index].Values.ToArray();
            values[index].CopyTo(parameters[index].Values);
            values[index] = present;
        }
    }

    /// <summary>Puts the copied values back.</summary>
    public void Restore()
    {
        for (var index = 0; index < values.Length; index++)
            values[index].CopyTo(parameters[index].Values);
    }
}
