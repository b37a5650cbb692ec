using System.Globalization;
using LiquidNet.Analysis;
using LiquidNet.Cells;

namespace LiquidNet.Samples;

/// <summary>The page that tells what was found: data, comparison, curves, errors, and a look inside.</summary>
sealed class Report(TableTask task, IReadOnlyList<CandidateResult> results, SampleOptions options)
{
    const int MostPoints = 500, MostSteps = 120;

    readonly CandidateResult chosen = results.MinBy(result => result.ValidationError)!;

    /// <summary>The model that did best on the validation part.</summary>
    public CandidateResult Chosen => chosen;

    /// <summary>All models beside each other.</summary>
    public ResultTable Table()
    {
        var table = new ResultTable(
            "model", new("parameters", "N0"), new($"validation: {(task.IsClasses ? task.Measure : "standardised")}", "F3"),
            new($"test: {task.Measure}", "F2"), new("p against chosen", "F3"), new("training, s", "F1"));
        table.Add(task.BaselineName, 0, null, new MeanAndDeviation(task.ErrorOf(task.Baseline()), 0, 1), null, 0.0);
        foreach (var result in results)
        {
            table.Add(
                result.Candidate.Name, result.Best.Network.Parameters.ValueCount, result.ValidationError,
                MeanAndDeviation.Of([.. result.Errors]), result == chosen ? null : result.CompareTo(chosen)?.PValue,
                result.Runs.Average(run => run.Time.TotalSeconds));
        }

        return table;
    }

    /// <summary>Which model is chosen, and why.</summary>
    public string Choice()
    {
        var second = results.Where(result => result != chosen).MinBy(result => result.ValidationError)!;
        var baseline = task.ErrorOf(task.Baseline());
        var gain = 100 - 100 * chosen.Errors.Average() / baseline;
        var worth = gain > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Its error is {gain:F0} % less than with {task.BaselineName}.")
            : $"It does no better than {task.BaselineName}: there may be nothing to learn here, or too little data.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{chosen.Candidate.Name} is chosen: its error on the validation part is the least ({chosen.ValidationError:F3}), "
            + $"before {second.Candidate.Name} ({second.ValidationError:F3}). {OnTest(second)} {worth}");
    }

    /// <summary>How the chosen model compares with the next on data that neither was chosen by.</summary>
    string OnTest(CandidateResult second) => chosen.CompareTo(second) switch
    {
        null => "With one seed nothing can be said about chance: train with more, by --seeds.",
        { PValue: double.NaN } => "On the test part the difference is the same with every seed: nothing can be said about chance.",
        { PValue: >= 0.05 } test => string.Create(
            CultureInfo.InvariantCulture,
            $"On the test part chance may explain what lies between both (p = {test.PValue:F3}): take the smaller, or the faster."),
        { MeanDifference: < 0 } test => string.Create(
            CultureInfo.InvariantCulture, $"On the test part it is ahead, too, by more than chance (p = {test.PValue:F3})."),
        var test => string.Create(
            CultureInfo.InvariantCulture,
            $"But on the test part {second.Candidate.Name} is ahead by more than chance (p = {test.PValue:F3}): "
            + $"there may be too little data to choose by."),
    };

    /// <summary>The page.</summary>
    public string ToHtml()
    {
        var page = new HtmlText($"{Path.GetFileName(options.Csv)}: {task.Description}");
        page.Paragraph(Choice());
        page.Heading("The data");
        page.Paragraph(DataDescription.Summary(task.Table));
        page.Table(DataDescription.Features(task.Table));
        page.Heading("Models compared");
        page.Paragraph("Trained on the first part of the data, the epoch and the model chosen on the second, measured on the third. Mean "
            + "and deviation over seeds; p is that of a paired t-test of the test errors, seed by seed."
            + (task.IsClasses ? "" : " In standardised numbers, an RMSE of 1 is that of predicting the mean."));
        page.Table(Table(), chosen.Candidate.Name);
        page.Heading("How they learned");
        page.Picture(Curves(), "The loss on the validation part over the epochs");
        page.Heading(task.IsClasses ? "What is taken for what" : "What was predicted");
        AddErrors(page);
        AddInside(page);
        return page.ToString();
    }

    string Curves()
    {
        var plot = new LinePlot("Loss on the validation part, best seed of each", "epoch", "loss");
        foreach (var result in results.Where(result => !result.Candidate.IsFrozen))
        {
            var epochs = Enumerable.Range(1, result.Best.Losses.Count).Select(epoch => (double)epoch);
            plot.Add(result.Candidate.Name, epochs, result.Best.Losses);
        }

        return plot.ToSvg();
    }

    void AddErrors(HtmlText page)
    {
        if (task.IsClasses)
        {
            var counts = new int[task.OutputNames.Count, task.OutputNames.Count];
            foreach (var prediction in chosen.Best.Predictions)
                counts[(int)prediction.Target, (int)prediction.Value]++;
            page.Heat(task.OutputNames, counts);
            return;
        }

        foreach (var series in chosen.Best.Predictions.GroupBy(prediction => (prediction.Id, prediction.Output)).Take(3))
        {
            var points = series.Take(MostPoints).ToArray();
            var times = points.Select(point => point.Time).ToArray();
            var whose = series.Key.Id.Length > 0 ? $" of {series.Key.Id}" : "";
            var plot = new LinePlot($"{series.Key.Output}{whose}: the test part", "time", series.Key.Output);
            plot.Add("target", times, points.Select(point => (double)point.Target));
            plot.Add(chosen.Candidate.Name, times, points.Select(point => (double)point.Value));
            plot.Add("residual", times, points.Select(point => (double)point.Value - point.Target));
            page.Picture(plot.ToSvg(), "Targets, predictions and what lies between them over time");
        }
    }

    void AddInside(HtmlText page)
    {
        var liquid = results.Select(result => result.Best).First(run => run.Cell is LtcCell);
        page.Heading("Inside the LTC");
        page.Paragraph("How its neurons are wired: blue synapses excite, orange ones inhibit."
            + (task.HasGaps ? " Readings are missing, so it sees of each feature the last one, a mark, and how old it is." : ""));
        page.Picture(((LtcCell)liquid.Cell).Wiring.ToSvg(), "The wiring of the LTC");
        page.Paragraph("Its neurons over a stretch of the data: state and, where no readings are missing, time constant and synaptic "
            + "current. Time constants that move with the input are what makes it liquid.");
        var trace = Trace.Of(liquid.Network, Stretch());
        page.Picture(trace.ToSvg(), "State, time constant and synaptic current of each neuron over time");
    }

    Data.Sequence Stretch()
    {
        var first = task.Table.ToSequence(0);
        var rows = Math.Min(first.Length, MostSteps);
        return new(first.Values.SubMatrix(0, rows, 0, first.Features)) { Timespans = first.Timespans?.Take(rows).ToArray() };
    }
}
