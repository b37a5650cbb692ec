using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Data.Sets;

namespace LiquidNet.Training;

/// <summary>What one run of a cross-validation learns from, chooses its epoch by, and is scored on.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Training">The sequences to learn from.</param>
/// <param name="Validation">The sequences by which an epoch is chosen; null where none are kept for it.</param>
/// <param name="Test">The sequences to score.</param>
sealed record RunParts(int Seed, SequenceSet Training, SequenceSet? Validation, SequenceSet Test)
{
    /// <summary>The runs over all folds of a set, seed after seed.</summary>
    public static RunParts[] OfFolds(SequenceSet data, int folds, CrossValidationOptions options)
    {
        CheckValidation(options, data);
        CheckApart(data, options, nameof(data));
        return [.. options.AllSeeds.SelectMany(OfSeed)];

        IEnumerable<RunParts> OfSeed(int seed)
        {
            var foldOf = options.Groups is { } groups
                ? SequenceSplits.FoldOfEach(data, groups, folds, seed)
                : SequenceSplits.FoldOfEach(data, folds, seed);
            return Enumerable.Range(0, folds).Select(fold =>
            {
                var parts = Enumerable.Range(0, data.Count).ToLookup(index => foldOf[index] == fold);
                int[] training = [.. parts[false]];
                return Of(
                    seed, data.Subset(training), options.Groups is { } all ? [.. training.Select(index => all[index])] : null,
                    data.Subset([.. parts[true]]), options)
                    .Checked(
                        FormattableString.Invariant($"Fold {fold + 1} of {folds} by seed {seed}"), options.Training.Loss, nameof(data),
                        nameof(data));
            });
        }
    }

    /// <summary>The runs over two sets, one per seed.</summary>
    public static RunParts[] OfSets(SequenceSet training, SequenceSet test, CrossValidationOptions options)
    {
        CheckValidation(options, training, test);
        CheckApart(training, test);
        if (options.ValidationFraction is not null)
            CheckApart(training, options, nameof(training));
        return [.. options.AllSeeds.Select(seed => Of(seed, training, options.Groups, test, options)
            .Checked(FormattableString.Invariant($"The run by seed {seed}"), options.Training.Loss, nameof(training), nameof(test)))];
    }

    static RunParts Of(
        int seed, SequenceSet training, IReadOnlyList<string>? groups, SequenceSet test, CrossValidationOptions options)
    {
        if (options.ValidationFraction is not { } fraction)
            return new(seed, training, Validation: null, test);
        try
        {
            var (validation, rest) = groups is not null ? training.SplitByGroup(groups, fraction, seed)
                : training.TargetKind == TargetKind.SequenceLabel ? training.SplitStratified(fraction, seed)
                : training.Split(fraction, seed);
            return new(seed, rest, validation, test);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A validation share of {fraction} leaves a part empty of ")
                + $"{Counted.Of(training.Count, "sequence")} that a run may learn from, taken by group or, "
                + "where each has a class, by class: choose another ValidationFraction.",
                nameof(options), exception);
        }
    }

    /// <summary>Refuses, before anything is trained, a part of which no target is known, or none counts.</summary>
    /// <param name="run">What the message calls the run.</param>
    /// <param name="loss">How wrong outputs are, where it is stated.</param>
    /// <param name="learned">The argument that the training part is of.</param>
    /// <param name="scored">The argument that the test part is of.</param>
    RunParts Checked(string run, Loss? loss, string learned, string scored)
    {
        Check(Training, "to learn from", learned);
        Check(Validation, "to choose an epoch by", learned);
        Check(Test, "to score", scored);
        return this;

        void Check(SequenceSet? part, string purpose, string parameter)
        {
            if (part is not null && KnownTargets.LackOf(part, loss) is { } lack)
            {
                throw new ArgumentException(
                    $"{run} has {lack} in the {Counted.Of(part.Count, "sequence")} {purpose}: leave out sequences without one, or "
                    + "divide them otherwise, so that every part has some.",
                    parameter);
            }
        }
    }

    /// <summary>What is learned from must not be seen again in what is scored.</summary>
    static void CheckApart(SequenceSet data, CrossValidationOptions options, string parameter)
    {
        var groups = options.Groups;
        if (groups is not null && groups.Count != data.Count)
            return;
        if (SequenceOrigin.Shared<object>((data, index => groups is null ? index : groups[index])) is var (first, second))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Sequences {first.Index} and {second.Index} share steps")
                + (groups is null ? "" : $" but are in the groups '{first.Group}' and '{second.Group}'")
                + ": drawn at random, windows that overlap, or a sequence that occurs twice, are both learned from and scored, and "
                + "score too well. Set Groups to the series of each, [.. Enumerable.Range(0, data.Count).Select(data.IdOf)]; cut "
                + "windows with a stride of their length; or, from one series, cut windows of the parts of SplitByTime and give both to "
                + "Run.",
                parameter);
        }
    }

    /// <summary>Nor where the two are given.</summary>
    static void CheckApart(SequenceSet training, SequenceSet test)
    {
        if (SequenceOrigin.Shared((test, _ => true), (training, _ => false)) is var (first, second))
        {
            var (scored, learned) = first.Group ? (first.Index, second.Index) : (second.Index, first.Index);
            throw new ArgumentException(
                FormattableString.Invariant($"Sequence {scored} of the test set shares steps with sequence {learned} of the training set: ")
                + "what is both learned from and scored scores too well. Divide the data with Split, SplitByGroup or SplitByTime, and cut "
                + "windows of the parts; or give one set and a number of folds.",
                nameof(test));
        }
    }

    static void CheckValidation(CrossValidationOptions options, params ReadOnlySpan<SequenceSet> sets)
    {
        if (options.ValidationFraction is not null && options.Training.Validation is not null)
        {
            throw new ArgumentException(
                "Epochs are compared on one validation set: leave ValidationFraction, or Validation in Training.", nameof(options));
        }

        foreach (var set in sets)
        {
            if (options.Training.Validation is { } validation
                && SequenceOrigin.Shared((validation, _ => true), (set, _ => false)) is var (first, second))
            {
                var (kept, used) = first.Group ? (first.Index, second.Index) : (second.Index, first.Index);
                throw new ArgumentException(
                    FormattableString.Invariant($"Sequence {kept} of Validation in Training shares steps with sequence {used} of those ")
                    + "that are learned from or scored, and epochs are chosen by what is neither: leave Validation and set "
                    + "ValidationFraction, for example to 0.2; or give Validation other sequences.",
                    nameof(options));
            }
        }

        if (options.Training.NeedsValidation && options.ValidationFraction is null && options.Training.Validation is null)
        {
            throw new ArgumentException(
                "The best epoch is known by sequences that are not learned from, and those of the test part are for the score: set "
                + "ValidationFraction, for example to 0.2, or leave RestoreBest, EarlyStopping and Metric in Training.",
                nameof(options));
        }
    }
}
