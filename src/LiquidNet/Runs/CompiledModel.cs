using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Solvers;

namespace LiquidNet.Runs;

/// <summary>A whole model as circuits: the step that moves the state, and what is read out of the state.</summary>
sealed class CompiledModel
{
    readonly Lazy<Circuit> predictions;
    readonly Lazy<Circuit?> activation;
    readonly Lazy<CompiledModel> masked;
    readonly Lazy<ulong> fingerprint;

    /// <param name="readPredictions">Compiles the readout with its activation.</param>
    /// <param name="readActivation">Compiles what makes predictions of logits; gives null where they are the logits.</param>
    /// <param name="mask">Compiles the same model for padded batches.</param>
    public CompiledModel(Func<Circuit> readPredictions, Func<Circuit?> readActivation, Func<CompiledModel> mask)
    {
        predictions = new(readPredictions);
        activation = new(readActivation);
        masked = new(mask);
        fingerprint = new(() => EquationFingerprint.Of(Step!.Equation));
    }

    /// <summary>The name of the model in messages.</summary>
    public required string Name { get; init; }

    /// <summary>One unfold of the state.</summary>
    public required Circuit Step { get; init; }

    /// <summary>What tells the step's equation from others: a state means the same wherever it is equal.</summary>
    public ulong Fingerprint => fingerprint.Value;

    /// <summary>The readout before its activation, which losses work on.</summary>
    public required Circuit Logits { get; init; }

    /// <summary>The readout with its activation.</summary>
    public Circuit Predictions => predictions.Value;

    /// <summary>What losses compare logits with, given target values; null where that is the values themselves.</summary>
    public required Circuit? Targets { get; init; }

    /// <summary>Into how many unfolds a time step is cut.</summary>
    public required UnfoldPolicy Unfolds { get; init; }

    /// <summary>Features of an input; in a masked model one more.</summary>
    public required int InputSize { get; init; }

    /// <summary>Numbers in the state.</summary>
    public required int StateSize { get; init; }

    /// <summary>
    /// In a model in both directions, numbers of the state that come from the beginning; the others come from the end. Otherwise null.
    /// </summary>
    public int? ForwardStateSize { get; init; }

    /// <summary>Whether an input holds the features from the beginning, those from the end, and the time that passes going
    /// backward.</summary>
    public bool IsBidirectional => ForwardStateSize is not null;

    /// <summary>Numbers in an output, logits or predictions.</summary>
    public int OutputSize => Logits.Root.Rows;

    /// <summary>Target values that an output is compared with.</summary>
    public required int TargetSize { get; init; }

    /// <summary>All parameters of step and readout.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>Which inputs the model takes; a masked model those of the model that it masks.</summary>
    public required InputRule Inputs { get; init; }

    /// <summary>Whether an explicit solver moves the state, which timespans that are too long make unstable.</summary>
    public required bool IsExplicit { get; init; }

    /// <summary>The longest solver step for which the cell is stable; null where there is no limit.</summary>
    public required SmallestValue? MaxStableStep { get; init; }

    /// <summary>The timespans that the cell takes, as the parameters are now.</summary>
    public StepLimit Limit => new(Name, Unfolds, MaxStableStep?.Find() ?? float.PositiveInfinity);

    /// <summary>The model for padded batches: a last row of the input says which samples have a step, all others keep their
    /// state.</summary>
    public CompiledModel Masked => masked.Value;

    /// <summary>What turns target values side by side into what losses compare with; null where that is the values themselves.</summary>
    public StatelessRun? CreateTargetRun(int lanes) => Targets is null ? null : new(Targets, TargetSize, lanes);

    /// <summary>What makes predictions of logits side by side; null where they are the logits.</summary>
    public StatelessRun? CreateActivationRun(int lanes, bool copiesParameters = false) =>
        activation.Value is { } circuit ? new(circuit, OutputSize, lanes, copiesParameters) : null;

    /// <summary>
    /// Moves parameter values that were written by hand to the nearest that their constraints allow, and denormal ones to zero. A run does
    /// so once, before its threads begin.
    /// </summary>
    public void ApplyConstraints()
    {
        for (var index = 0; index < Parameters.Count; index++)
        {
            Parameters[index].Project();
            SmallNumbers.Flush(Parameters[index].Values);
        }
    }
}
