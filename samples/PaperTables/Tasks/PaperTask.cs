using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>A data set as a paper cuts and splits it, what is measured on it, and the models that are compared.</summary>
abstract class PaperTask
{
    /// <summary>All tasks, the quickest first.</summary>
    public static IReadOnlyList<PaperTask> All { get; } =
    [
        new Occupancy(), new Gesture(), new Mortality(), new Traffic(), UeaArchive.SelfRegulation, UeaArchive.Ethanol, new Walker2D(),
        new RowMnist(), new BitStreamXor(), new CifarSequence(), new EventMnist(), new PixelMnist(),
        new NoisyCifar(),
    ];

    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called in a table.</summary>
    public abstract string Title { get; }

    /// <summary>Where split and published figures come from, and in what this differs.</summary>
    public abstract string Notes { get; }

    /// <summary>What is measured.</summary>
    public abstract ReportedMetric Metric { get; }

    /// <summary>The rows of the table.</summary>
    public abstract IReadOnlyList<PaperModel> Models { get; }

    /// <summary>Reads the sets.</summary>
    /// <param name="folder">Where data sets lie.</param>
    /// <param name="seed">The run, counted from 1, for papers that split anew for each.</param>
    public abstract TaskSets Load(DataFolder folder, int seed);
}

/// <summary>What a model learns from, what chooses its epoch and settings, and what it is measured on.</summary>
sealed record TaskSets(SequenceSet Training, SequenceSet Validation, SequenceSet Test)
{
    /// <summary>What is learned before the task; null where there is nothing easier.</summary>
    /// <remarks>Bengio et al., "Curriculum learning", ICML 2009.</remarks>
    public Lesson? Easier { get; init; }

    /// <summary>Splits a set as the code of "Liquid Time-constant Networks" does: shuffled by numpy, the first tenth validates, the next
    /// 15 % test.</summary>
    public static TaskSets SplitByNumpy(SequenceSet set, int seed)
    {
        var order = new NumpyRandom(seed).Permutation(set.Count);
        var (validation, test) = ((int)(0.1 * set.Count), (int)(0.15 * set.Count));
        return new(
            set.Subset(order[(validation + test)..]), set.Subset(order[..validation]), set.Subset(order[validation..(validation + test)]));
    }
}

/// <summary>What a model learns from, and what chooses its epoch meanwhile.</summary>
sealed record Lesson(SequenceSet Training, SequenceSet Validation);
