namespace LiquidNet.Training;

/// <summary>Reads a figure of an evaluation by code of the user's, which may ask for one that there is not.</summary>
static class FigureReading
{
    /// <summary>Reads a figure by what was given.</summary>
    /// <param name="evaluation">Where from.</param>
    /// <param name="read">What reads it.</param>
    /// <param name="reader">What messages call that.</param>
    /// <param name="parameter">The argument that it stands in.</param>
    /// <exception cref="ArgumentException">It failed as it does for want of a figure; the message says which ones there are not, and what
    /// they need.</exception>
    public static T Of<T>(Evaluation evaluation, Func<Evaluation, T> read, string reader, string parameter)
    {
        try
        {
            return read(evaluation);
        }
        catch (Exception fault) when (fault is InvalidOperationException or NullReferenceException or ArgumentOutOfRangeException)
        {
            throw new ArgumentException($"{reader} fails on an evaluation of {Lacks(evaluation)} ({fault.Message})", parameter, fault);
        }
    }

    static string Lacks(Evaluation evaluation)
    {
        const string Areas = $"{nameof(Evaluation.RocAuc)} and {nameof(Evaluation.AveragePrecision)}";
        if (evaluation.Confusion is null)
        {
            return $"values: {nameof(Evaluation.Accuracy)}, {nameof(Evaluation.BalancedAccuracy)}, {nameof(Evaluation.MacroF1)}, "
                + $"{nameof(Evaluation.Correct)}, {nameof(Evaluation.Confusion)}, {Areas} need a network that gives classes.";
        }

        var lacks = $"classes: {nameof(Evaluation.MeanSquaredError)}, {nameof(Evaluation.MeanAbsoluteError)} and "
            + $"{nameof(Evaluation.OutputErrors)} need a network that gives values";
        return evaluation.RocAuc is null ? $"{lacks}, {Areas} two classes that are both labels." : $"{lacks}.";
    }
}
