namespace LiquidNet.Samples;

/// <summary>Predictions as a table.</summary>
static class PredictionTable
{
    /// <summary>A line for each prediction, classes by their names.</summary>
    public static ResultTable Of(TableTask task, IReadOnlyList<Prediction> predictions)
    {
        var table = new ResultTable("sequence", new("time", "G9"), "output", new("target", "G6"), new("prediction", "G6"));
        foreach (var (id, time, output, target, value) in predictions)
            table.Add(id, time, output, Named(target), Named(value));
        return table;

        object Named(float value) => task.IsClasses ? task.OutputNames[(int)value] : value;
    }
}
