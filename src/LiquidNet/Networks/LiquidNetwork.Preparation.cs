using System.Collections.ObjectModel;
using LiquidNet.Cells;
using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet;

// Names and scales of inputs and predictions.
public sealed partial class LiquidNetwork
{
    /// <summary>The names of the input features. They appear in messages and travel with the network; a set with other names is
    /// refused.</summary>
    /// <remarks>A network without names takes them from the set that it is standardised by or fitted to, by a
    /// <see cref="Training.Trainer"/> or <see cref="Training.RidgeRegression"/>. Sets without names are not checked.</remarks>
    /// <value>Empty, which is the default, or one name per feature [InputSize], not empty and unique; copied.</value>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">There is not one name per feature, or a name is empty or occurs twice.</exception>
    public IReadOnlyList<string> FeatureNames
    {
        get;
        set => field = CheckedNames(value, InputSize, "feature", nameof(value));
    } = [];

    /// <summary>The names of the classes or values of a prediction; a set with other names for its targets is refused.</summary>
    /// <remarks>Taken from sets as <see cref="FeatureNames"/> are, if the set has a named target for each number of a prediction, or
    /// for all quantiles of one.</remarks>
    /// <value>Empty, which is the default, or one name per number of a prediction [OutputSize], not empty and unique; copied.</value>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">There is not one name per number of a prediction, or a name is empty or occurs
    /// twice.</exception>
    public IReadOnlyList<string> OutputNames
    {
        get;
        set
        {
            field = CheckedNames(value, OutputSize, "output", nameof(value));
            TargetNames = Quantile.TargetNamesOf(field, Quantiles);
        }
    } = [];

    /// <summary>The names of the classes or target values; empty where outputs are not called after them.</summary>
    internal IReadOnlyList<string> TargetNames { get; private set; } = [];

    /// <summary>How long the unit of the network's time constants is, if it is known. Streams and pools take time stamps in it, and a set
    /// or stream with another unit is refused.</summary>
    /// <remarks>Taken from sets as <see cref="FeatureNames"/> are, if the set knows its <see cref="SequenceSet.TimeUnit"/>, and saved with
    /// the network.</remarks>
    /// <value>Above zero. Default: null, not known.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero.</exception>
    public TimeSpan? TimeUnit
    {
        get;
        set
        {
            if (value is { } unit)
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(unit, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// A network with the same cell and readout that takes data in their own units: inside, each feature has mean 0 and standard deviation
    /// 1 over the given set. A network that predicts values also learns standardised targets and predicts in the unit of the targets;
    /// labels are left alone. If the network has no names or unit of time yet, it takes those of the set.
    /// </summary>
    /// <remarks>
    /// Both networks share their parameters; the means and deviations are new ones and are not trained. Missing values are left out of the
    /// means (see <see cref="Standardization"/>). Pass the training set only. Losses compare standardised values;
    /// <see cref="Training.Evaluation.OutputErrors"/> gives errors in the original units. <c>Standardized(Standardization.Fit(set))</c>
    /// scales the inputs only, which losses on probabilities or counts require: <see cref="Training.Loss.TargetRange"/>. A
    /// <see cref="Forecaster(LiquidCell, SequenceWindows, int, IReadOnlyList{float})"/> learns changes in the unit of their root mean
    /// square.
    /// </remarks>
    /// <param name="set">The set to take means and deviations from: sequences [time x InputSize], with target values if the network
    /// predicts values.</param>
    /// <exception cref="ArgumentException">The set has another number of features or target values, or no target values although the
    /// network predicts values; a value is infinite; or a name is empty, occurs twice or differs from the network's.</exception>
    /// <exception cref="InvalidOperationException">The network reads in both directions, or is a forecaster, and comes from a
    /// file.</exception>
    public LiquidNetwork Standardized(SequenceSet set) => StandardizedBy(set, includesTargets: true);

    /// <summary>The same network for inputs in the user's units and, where they are included, target values.</summary>
    internal LiquidNetwork StandardizedBy(SequenceSet set, bool includesTargets)
    {
        ArgumentNullException.ThrowIfNull(set);
        CheckFeatures(set, nameof(set));
        CheckTargetNames(set, nameof(set));
        if (Readout.OutputKind == OutputKind.Values && set.TargetKind == TargetKind.None)
        {
            throw new ArgumentException(
                "The network gives values, and sequences without targets do not tell their mean and deviation: give the set that it learns "
                + "from; or, to scale inputs alone, call Standardized(Standardization.Fit(set)).",
                nameof(set));
        }

        var conventions = ConventionsWith(set);
        var hasValues = Readout.OutputKind == OutputKind.Values && set.TargetKind is TargetKind.SequenceValues or TargetKind.StepValues;
        var targets = hasValues && includesTargets ? ScaleOfTargets(set) : null;
        var standardized = Standardized(Standardization.Fit(set), targets);
        standardized.Conventions = conventions;
        return standardized;
    }

    /// <summary>A network with the same cell and readout that takes data in their own units, with given means and deviations.</summary>
    /// <param name="features">Mean and deviation of each feature [InputSize].</param>
    /// <param name="targets">Mean and deviation of each target value [OutputSize; one for all quantiles of a value], in whose deviations a
    /// forecaster learns changes; null leaves targets unscaled.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or targets are given but the network predicts classes or
    /// probabilities.</exception>
    /// <exception cref="InvalidOperationException">The network is standardised already, or reads in both directions or is a forecaster and
    /// comes from a file.</exception>
    public LiquidNetwork Standardized(Standardization features, Standardization? targets = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (IsStandardized || targets is not null && Parameters.TryGet("target.mean", out _))
        {
            throw new InvalidOperationException(
                "The network is standardised already, for numbers in the user's units: standardise a network once, by its training set.");
        }

        var wasBidirectional = Cell.ForwardStateSize is not null && Cell is not BidirectionalCell;
        if (wasBidirectional || (ForecastFeatures.Count > 0 && Readout is not ResidualReadout))
        {
            throw new InvalidOperationException(
                $"'{Cell.Name}' {(wasBidirectional ? "reads in both directions" : "forecasts from last values")} and was loaded as a "
                + "whole: standardise the network before it is saved.");
        }

        var cell = Cell is BidirectionalCell both ? both.Around(Scaled) : Scaled(Cell);
        var readout = Readout is ResidualReadout residual ? residual.Standardized(features, targets)
            : targets is null ? Readout : Readout.Standardized(targets.Mean, targets.StandardDeviation);
        return new LiquidNetwork(cell, readout) { Conventions = Conventions, Threads = Threads };

        LiquidCell Scaled(LiquidCell part) => new StandardizedCell(part, features.Mean, features.StandardDeviation);
    }

    /// <summary>Whether the network scales its inputs by means and deviations of its own.</summary>
    internal bool IsStandardized => Parameters.TryGet(Model.IsBidirectional ? "forward.input.mean" : "input.mean", out _);

    /// <summary>Whether the network learns target values by means and deviations of its own.</summary>
    internal bool StandardizesTargets => Parameters.TryGet("target.mean", out _);

    /// <summary>The names of features and of classes or values, and the unit of time.</summary>
    internal (IReadOnlyList<string> Features, IReadOnlyList<string> Outputs, TimeSpan? TimeUnit) Conventions
    {
        get => (FeatureNames, OutputNames, TimeUnit);
        set => (FeatureNames, OutputNames, TimeUnit) = value;
    }

    /// <summary>What stands for the learner that was the last to move parameters.</summary>
    internal object? LastLearner { get; set; }

    /// <summary>The names and the unit of time of the network and, where it has none, those of a set.</summary>
    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    internal (IReadOnlyList<string> Features, IReadOnlyList<string> Outputs, TimeSpan? TimeUnit) ConventionsWith(SequenceSet set) => (
        FeatureNames.Count > 0 ? FeatureNames : CheckedNames(set.FeatureNames, InputSize, "feature", nameof(set)),
        OutputNames.Count > 0 || set.OutputNames.Count != TargetSize || !HasTargetsOf(set)
            ? OutputNames
            : CheckedNames(Quantile.NamesOf(set.OutputNames, Quantiles), OutputSize, "output", nameof(set)),
        TimeUnit ?? set.TimeUnit);

    /// <summary>Refuses a set with other features, in number or by name, or another unit of time. Allocates nothing.</summary>
    internal void CheckFeatures(SequenceSet set, string parameterName, string subject = "the set")
    {
        CheckFeatures(set.Features, parameterName);
        Require.SameNames("Feature", set.FeatureNames, subject, FeatureNames, "the network", parameterName);
        Require.SameUnit(set.TimeUnit, subject, TimeUnit, "the network", parameterName);
    }

    /// <summary>Refuses a set whose targets are of the kind of the predictions and called otherwise. Allocates nothing.</summary>
    internal void CheckTargetNames(SequenceSet set, string parameterName, string subject = "the set")
    {
        if (HasTargetsOf(set))
            Require.SameNames(KindOfTarget, set.OutputNames, subject, TargetNames, "the network", parameterName);
    }

    /// <summary>The name of a target in messages.</summary>
    internal string KindOfTarget => Readout.OutputKind == OutputKind.Classes ? "Class" : "Target value";

    /// <summary>Whether what is known about the sequences of a set is of the kind of the predictions.</summary>
    bool HasTargetsOf(SequenceSet set) => set.TargetKind is TargetKind.SequenceLabel or TargetKind.StepLabels
        ? Readout.OutputKind == OutputKind.Classes
        : Readout.OutputKind != OutputKind.Classes && set.TargetKind != TargetKind.None;

    /// <summary>How a message speaks of a feature.</summary>
    string DescribeFeature(int feature) => FeatureNames.Count == 0
        ? FormattableString.Invariant($"feature {feature}")
        : FormattableString.Invariant($"feature {feature} ('{FeatureNames[feature]}')");

    static ReadOnlyCollection<string> CheckedNames(IReadOnlyList<string> names, int count, string kind, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (names.Count != 0 && names.Count != count)
            throw new ArgumentException($"One name per {kind} is expected, {count}, but there are {names.Count}.", parameter);
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < names.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(names[index]) || !known.Add(names[index]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The name of {kind} {index} is '{names[index]}'; names must not be empty, nor occur ")
                    + "twice.",
                    parameter);
            }

            Require.WholeCharacters(names[index], FormattableString.Invariant($"The name of {kind} {index}"), parameter);
        }

        return Array.AsReadOnly(names.ToArray());
    }
}
