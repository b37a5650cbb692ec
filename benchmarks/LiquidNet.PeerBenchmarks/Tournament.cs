using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>All races that are asked for.</summary>
sealed class Tournament(Options options, IReadOnlyList<IContender> contenders)
{
    readonly Race race = new(options.Budget, options.Quiet);

    /// <summary>The rows, as they are found.</summary>
    public IEnumerable<ResultRow> Run() => Tasks().SelectMany(RunTask);

    IEnumerable<RaceTask> Tasks() =>
        from threads in options.Threads
        from shape in options.Shapes
        from model in options.Models
        from mode in options.Modes
        select new RaceTask(model, shape.For(model, mode), mode, threads);

    List<ResultRow> RunTask(RaceTask task)
    {
        var rows = new List<ResultRow>();
        var (starters, entries) = Enter(task);
        try
        {
            var times = race.Run(entries, task);
            for (var index = 0; index < entries.Count; index++)
            {
                rows.AddRange(Report(starters[index], task, times[index]));
                if (starters[index] is LiquidContender)
                    rows.Add(Row(starters[index], task, "bytes", [AllocatedBytes(entries[index])]));
            }
        }
        finally
        {
            entries.ForEach(entry => entry.Dispose());
        }

        return rows;
    }

    (List<IContender> Starters, List<Entry> Entries) Enter(RaceTask task)
    {
        List<IContender> starters = [];
        List<Entry> entries = [];
        foreach (var contender in contenders.Where(contender => contender.Knows(task)))
        {
            if (EntryOf(contender, task) is not { } entry)
                continue;
            starters.Add(contender);
            entries.Add(entry);
        }

        return (starters, entries);
    }

    /// <summary>What a library runs, or null and a line that says why it does not run, or runs something else than LiquidNet.</summary>
    static Entry? EntryOf(IContender contender, RaceTask task)
    {
        Entry? entry = null;
        try
        {
            entry = contender.Enter(task);
            entry.Check();
            return entry;
        }
        catch (InvalidOperationException exception)
        {
            entry?.Dispose();
            Console.Error.WriteLine($"# {contender.Name} does not start in {task}: {Contenders.Reason(exception)}");
            return null;
        }
    }

    static IEnumerable<ResultRow> Report(IContender contender, RaceTask task, IReadOnlyList<double> seconds)
    {
        if (task.IsStream)
        {
            yield return Row(contender, task, "us/step", seconds.Select(time => time * 1e6 / RaceTask.StepsPerRun));
            yield break;
        }

        yield return Row(contender, task, "ms", seconds.Select(time => time * 1e3));
        yield return task.Mode == BenchmarkMode.Train
            ? Row(contender, task, "step/s", seconds.Select(time => 1 / time))
            : Row(contender, task, "seq/s", seconds.Select(time => task.Shape.Batch / time));
    }

    /// <summary>What one run allocates on all threads together.</summary>
    static double AllocatedBytes(Entry entry)
    {
        entry.Run();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        entry.Run();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    static ResultRow Row(IContender contender, RaceTask task, string metric, IEnumerable<double> values) =>
        ResultRow.Of(contender.Name, contender.Version, task, metric, values);
}
