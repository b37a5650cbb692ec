namespace LiquidNet.Samples;

/// <summary>Predictions as a table.</summary>
static class PredictionTable
{
    /// <summary>A line for each prediction, classes by their names, dates as the table writes them, so that both can be joined.</summary>
    public static ResultTable Of(TableTask task, IReadOnlyList<Prediction> predictions)
    {
        ResultColumn time = task.HasTimes ? new("time", task.Times.HasDates ? null : "G9") : new("row", "N0");
        var table = new ResultTable("sequence", time, "output", new("target", "G6"), new("prediction", "G6"));
        foreach (var prediction in predictions)
        {
            table.Add(
                prediction.Id, prediction.Time is { } at ? task.Times.ForPrograms(at) : null, prediction.Output, Named(prediction.Target),
                Named(prediction.Value));
        }

        return table;

        object Named(float value) => task.IsClasses ? task.OutputNames[(int)value] : value;
    }
}
