using System.Globalization;
using LiquidNet.Cells;

namespace LiquidNet.Samples;

/// <summary>The page that tells what was found: data, comparison, curves, errors, and a look inside.</summary>
sealed class Report(TableTask task, IReadOnlyList<CandidateResult> results, SampleOptions options)
{
    const int MostDecimals = 9;

    readonly CandidateResult chosen = results.MinBy(result => (result.ValidationError, result.ValidationLoss))!;

    /// <summary>The model that did best on the validation part.</summary>
    public CandidateResult Chosen => chosen;

    /// <summary>As many decimals as tell the least of the errors to four digits.</summary>
    string Decimals
    {
        get
        {
            var least = results.SelectMany(result => result.Errors.Append(result.ValidationError)).Where(error => error > 0)
                .DefaultIfEmpty(1).Min();
            return task.IsClasses ? "F2" : $"F{Math.Clamp(3 - (int)Math.Floor(Math.Log10(least)), 0, MostDecimals)}";
        }
    }

    /// <summary>All models beside each other.</summary>
    public ResultTable Table()
    {
        var table = new ResultTable(
            "model", new("parameters", "N0"), new($"validation: {task.Measure}", Decimals), new($"test: {task.Measure}", Decimals),
            new("p against chosen", "F3"), new("training, s", "F1"));
        table.Add(task.BaselineName, 0, null, new MeanAndDeviation(task.ErrorOf(task.Baseline()), 0, 1), null, 0.0);
        foreach (var result in results)
        {
            table.Add(
                result.Candidate.Name, result.Best.Network.Parameters.ValueCount, result.ValidationError,
                MeanAndDeviation.Of([.. result.Errors]),
                result != chosen && result.CompareTo(chosen) is { PValue: not double.NaN and var p } ? p : null,
                result.Runs.Average(run => run.Time.TotalSeconds));
        }

        return table;
    }

    /// <summary>Whether it is worth it, which model is chosen, and why.</summary>
    public string Choice()
    {
        var second = results.Where(result => result != chosen)
            .MinBy(result => (result.ValidationError, result.ValidationLoss))!;
        var verdict = Verdict.Of(
            (task.BaselineName, task.ErrorOf(task.Baseline())), (chosen.Candidate.Name, chosen.Errors.Average()),
            results.Where(result => result != chosen).Select(result => (result.Candidate.Name, result.Errors.Average())),
            task.MeasureInSentence);
        var isSame = chosen.ValidationError == second.ValidationError;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict} {chosen.Candidate.Name} is chosen: on the validation part its "
            + $"{(isSame ? "loss" : task.MeasureInSentence)} is the least "
            + $"({(isSame ? chosen.ValidationLoss : chosen.ValidationError):G4}), before {second.Candidate.Name} "
            + $"({(isSame ? second.ValidationLoss : second.ValidationError):G4}). {OnTest(second)}");
    }

    /// <summary>How well the chosen model tells two classes apart; null where there are not two.</summary>
    public string? Ranking() => chosen.Best is { Test: { RocAuc: { } area, AveragePrecision: { } precision }, Predictions: var all }
        ? ClassRanking.Of(task.OutputNames, area, precision, all.Average(prediction => prediction.Target))
        : null;

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
        var page = new HtmlText($"{options.TableName}: {task.Description}");
        page.Paragraph(Choice());
        page.Heading("The data");
        page.Paragraph(DataDescription.Summary(task.Table, task.Times));
        if (DataDescription.Advice(task.Table, task.Times) is { } advice)
            page.Paragraph(advice);
        page.Table(DataDescription.Features(task.Table));
        page.Heading("Models compared");
        page.Paragraph("Trained on the first part of the data, the epoch and the model chosen on the second, measured on the third. Mean "
            + "and deviation over seeds; p is that of a paired t-test of the test errors, seed by seed."
            + " " + task.MeasureInWords
            + (task.Forecast is null ? "" : " A model of changes adds what it has learned to the last known value."));
        page.Table(Table(), chosen.Candidate.Name);
        page.Heading("How they learned");
        page.Paragraph("Of each training the epoch of the least loss is kept: "
            + (task.IsClasses
                ? "cross-entropy, which falls as the right class is surer."
                : "the mean squared error of standardised values, or of changes in the unit of their root mean square."));
        page.Picture(Curves(task.Measure, run => run.Errors), "Errors on the validation part over the epochs");
        if (task.IsClasses)
            page.Picture(Curves("cross-entropy", run => run.Losses), "Losses on the validation part over the epochs");
        page.Heading(task.IsClasses ? "What is taken for what" : "What was predicted");
        AddErrors(page);
        InsideLook.AddTo(
            page, task, results.Where(result => result.Best.Cell is LtcCell).MinBy(result => result.ValidationError)!, chosen);
        return page.ToString();
    }

    string Curves(string measure, Func<CandidateRun, IReadOnlyList<double>> curve)
    {
        var plot = new LinePlot("On the validation part after each epoch, best seed of each", "epoch", measure)
        {
            HasWholeNumbers = true,
        };
        foreach (var result in results.Where(result => !result.Candidate.IsFrozen))
        {
            var values = curve(result.Best);
            plot.Add(result.Candidate.Name, values.Index().Select(value => value.Index + 1.0), values);
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
            if (Ranking() is { } ranking)
                page.Paragraph($"{chosen.Candidate.Name}, best seed, on the test part: {ranking}");
            return;
        }

        PredictionCharts.AddTo(page, task, chosen.Candidate.Name, chosen.Best.Predictions);
    }
}
