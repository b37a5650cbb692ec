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
    /// they need. What it throws otherwise goes through.</exception>
    public static T Of<T>(Evaluation evaluation, Func<Evaluation, T> read, string reader, string parameter)
    {
        try
        {
            return read(evaluation);
        }
        catch (Exception fault) when (IsOfWant(evaluation, fault))
        {
            throw new ArgumentException($"{reader} fails on an evaluation of {Lacks(evaluation)} ({fault.Message})", parameter, fault);
        }
    }

    /// <summary>Whether a fault is what reading a figure brings that there is not: of no number, of no matrix, of no errors. Others are the
    /// user's own, whatever their type.</summary>
    static bool IsOfWant(Evaluation evaluation, Exception fault)
    {
        double? none = null;
        var errors = evaluation.OutputErrors;
        return fault switch
        {
            NullReferenceException => evaluation.Confusion is null,
            ArgumentOutOfRangeException => errors.Count == 0 && fault.Message == FaultOf(() => errors[0]),
            InvalidOperationException => fault.Message == FaultOf(() => none!.Value)
                || (errors.Count == 0 && fault.Message == FaultOf(() => errors.First())),
            _ => false,
        };
    }

    static string? FaultOf<T>(Func<T> read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentOutOfRangeException)
        {
            return fault.Message;
        }
    }

    static string Lacks(Evaluation evaluation)
    {
        const string Areas = $"{nameof(Evaluation.RocAuc)} and {nameof(Evaluation.AveragePrecision)}";
        if (evaluation.Confusion is null)
        {
            return $"values: {nameof(Evaluation.Accuracy)}, {nameof(Evaluation.BalancedAccuracy)}, {nameof(Evaluation.MacroF1)}, "
                + $"{nameof(Evaluation.Correct)}, {nameof(Evaluation.Confusion)}, {Areas} need a network that gives classes"
                + (evaluation.PinballLoss is null ? $", {nameof(Evaluation.PinballLoss)} one that gives quantiles." : ".");
        }

        var lacks = $"classes: {nameof(Evaluation.MeanSquaredError)}, {nameof(Evaluation.MeanAbsoluteError)} and "
            + $"{nameof(Evaluation.OutputErrors)} need a network that gives values";
        return evaluation.RocAuc is null ? $"{lacks}, {Areas} two classes that are both labels." : $"{lacks}.";
    }
}
