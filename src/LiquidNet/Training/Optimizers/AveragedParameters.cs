using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>The moving average of parameters over the steps of a training, which can take their place for a while.</summary>
/// <remarks>In the first steps the average keeps less, <c>(1 + t) / (10 + t)</c>, so that where training began is soon forgotten.</remarks>
/// <param name="parameters">The parameters that are trained.</param>
/// <param name="decay">How much the average keeps from step to step.</param>
sealed class AveragedParameters(ParameterSet parameters, float decay)
{
    readonly float[][] other = [.. parameters.Select(parameter => new float[parameter.Values.Length])];
    bool isShown;

    /// <summary>Steps that the average is of.</summary>
    public long Steps { get; private set; }

    /// <summary>The averages of the parameter at a position, while they are not shown.</summary>
    public float[] ValuesOf(int index) => other[index];

    /// <summary>Takes in the parameters after a step. Allocates nothing.</summary>
    public void Take()
    {
        var share = Steps == 0 ? 1 : 1 - Math.Min(decay, (1f + Steps) / (10f + Steps));
        Steps++;
        for (var index = 0; index < other.Length; index++)
        {
            var average = other[index];
            var values = parameters[index].Values;
            for (var at = 0; at < average.Length; at++)
                average[at] += share * (values[at] - average[at]);
        }
    }

    /// <summary>Puts the averages into the parameters, once there are any.</summary>
    public void Show()
    {
        if (!isShown && Steps > 0)
            Swap();
    }

    /// <summary>Puts the parameters of the last step back.</summary>
    public void Hide()
    {
        if (isShown)
            Swap();
    }

    /// <summary>Takes over what was averaged in an earlier run.</summary>
    public void Resume(long steps, float[][] averages)
    {
        Steps = steps;
        for (var index = 0; index < averages.Length; index++)
            averages[index].CopyTo(other[index], 0);
    }

    void Swap()
    {
        isShown = !isShown;
        for (var index = 0; index < other.Length; index++)
        {
            var average = other[index];
            var values = parameters[index].Values;
            for (var at = 0; at < average.Length; at++)
                (average[at], values[at]) = (values[at], average[at]);
        }
    }
}
