using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Gathers what all runs have given: for people with means over seeds, for programs with a row for each seed.</summary>
sealed class Report
{
    readonly List<(string Task, Rule Rule, int Seed, Outcome Outcome)> runs = [];

    /// <summary>Adds a run.</summary>
    public void Add(StreamTask task, Rule rule, int seed, Outcome outcome) => runs.Add((task.Name, rule, seed, outcome));

    /// <summary>Writes the table to a console.</summary>
    public void WriteTo(IAnsiConsole console) => Means().WriteTo(console);

    /// <summary>Writes the tables into a folder: Markdown, and CSV with a row for each seed.</summary>
    public void Save(string folder, string name)
    {
        Means().SaveMarkdown(Path.Combine(folder, name + ".md"));
        EachSeed().SaveCsv(Path.Combine(folder, name + ".csv"));
    }

    /// <summary>Draws the errors of the first seed over time.</summary>
    public void Draw(StreamTask task, string path)
    {
        var plot = task.CreatePlot();
        foreach (var rule in runs.Where(run => run.Task == task.Name).GroupBy(run => run.Rule))
        {
            var (errors, stride) = (rule.First().Outcome.Errors, rule.First().Outcome.Stride);
            plot.Add(Named(rule.Key), errors.Select((_, at) => (double)at * stride), errors);
        }

        plot.Save(path);
    }

    static string Named(Rule rule) => rule.ToString().ToLowerInvariant();

    static ResultTable NewTable(params ReadOnlySpan<ResultColumn> more) => new(
    [
        "task", "model", "rule", "metric", new("measured", "G4"), new("published", "G4"), new("seconds", "F1"), .. more,
    ]);

    ResultTable Means()
    {
        var table = NewTable();
        foreach (var group in runs.GroupBy(run => (run.Task, run.Rule)))
        {
            var seconds = MeanAndDeviation.Of([.. group.Select(run => run.Outcome.Seconds)]).Mean;
            foreach (var (at, measure) in group.First().Outcome.Measures.Index())
            {
                var measured = MeanAndDeviation.Of([.. group.Select(run => run.Outcome.Measures[at].Value)]);
                table.Add(
                    group.Key.Task, group.First().Outcome.Model, Named(group.Key.Rule),
                    measure.Metric, measured, measure.Published, seconds);
            }
        }

        return table;
    }

    ResultTable EachSeed()
    {
        var table = NewTable(new ResultColumn("seed", "F0"));
        foreach (var (task, rule, seed, outcome) in runs)
        {
            foreach (var measure in outcome.Measures)
                table.Add(task, outcome.Model, Named(rule), measure.Metric, measure.Value, measure.Published, outcome.Seconds, seed);
        }

        return table;
    }
}
