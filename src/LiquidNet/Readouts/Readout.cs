using System.Diagnostics;
using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet;

/// <summary>Turns the outputs of a cell into predictions. Like a cell, it is an equation.</summary>
/// <remarks>
/// <para>A custom readout overrides <see cref="Logits"/>, which losses work on, and, if it has an activation, <see cref="Predictions"/>,
/// which networks and streams return. Its parameters are found in the equation; keep them in fields, so that every call uses the same
/// ones.</para>
/// <para>Output of the cell [samples x InputSize], logits and predictions [samples x OutputSize].</para>
/// </remarks>
/// <example>
/// <code>
/// sealed class MultiLabelReadout(int inputSize, int labels, int seed = 0) : Readout(inputSize, labels)
/// {
///     readonly Parameter weights = Parameter.Glorot("W_out", inputSize, labels, seed);
///     public override Signal Logits(Signal output) => Affine(weights, output);
///     public override Signal Predictions(Signal logits) => Sigmoid(logits);
/// }
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class Readout
{
    ParameterSet? parameters;
    ShardPool<StatelessRun>? runs;

    /// <summary>Creates a readout of the given sizes.</summary>
    /// <param name="inputSize">Numbers in an output of the cell; at least 1.</param>
    /// <param name="outputSize">Numbers in a prediction; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected Readout(int inputSize, int outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        InputSize = inputSize;
        OutputSize = outputSize;
    }

    /// <summary>Numbers in an output of the cell.</summary>
    public int InputSize { get; }

    /// <summary>Numbers in a prediction.</summary>
    public int OutputSize { get; }

    /// <summary>What the outputs mean.</summary>
    /// <value>Default: <see cref="OutputKind.Values"/>.</value>
    public virtual OutputKind OutputKind => OutputKind.Values;

    /// <summary>The feature that the outputs of each target value continue; empty if outputs do not.</summary>
    internal virtual IReadOnlyList<int> ForecastFeatures => [];

    /// <summary>The quantiles of each target value that the outputs are; empty if they are the values themselves.</summary>
    internal virtual IReadOnlyList<float> Quantiles => [];

    /// <summary>Target values that the outputs are compared with: one for each output, or for all quantiles of it.</summary>
    internal int TargetSize => OutputSize / Math.Max(1, Quantiles.Count);

    /// <summary>All parameters, in the order in which the equation first uses them.</summary>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    public ParameterSet Parameters => LazyInitializer.EnsureInitialized(
        ref parameters, () => new ParameterSet(EquationOrder.ParametersOf(CheckedPredictions(Placeholder.State(InputSize)))));

    /// <summary>The equation before the activation.</summary>
    /// <param name="output">The output of a cell [InputSize].</param>
    /// <returns>The logits [OutputSize].</returns>
    public abstract Signal Logits(Signal output);

    /// <summary>The equation of the activation; unless overridden, the predictions are the logits.</summary>
    /// <param name="logits">The logits [OutputSize].</param>
    /// <returns>The predictions [OutputSize].</returns>
    public virtual Signal Predictions(Signal logits) => logits;

    /// <summary>The equation that turns target values into what losses compare logits with; unless overridden, they are left
    /// unchanged.</summary>
    /// <remarks>It is the inverse of <see cref="Predictions"/>: if that is <c>Exp(logits)</c>, this is <c>Log(targets)</c>. A missing
    /// value, <c>NaN</c>, must stay missing, and it may use only parameters that the predictions use too. Labels do not pass through
    /// it.</remarks>
    /// <param name="targets">Target values in the unit of the predictions [OutputSize; of quantiles, one value for all].</param>
    /// <returns>Target values in the unit of the logits [OutputSize].</returns>
    public virtual Signal Targets(Signal targets) => targets;

    /// <summary>Reads out many outputs of a cell at once.</summary>
    /// <param name="outputs">One row per time step or sample [rows x InputSize].</param>
    /// <returns>The predictions [rows x OutputSize].</returns>
    /// <exception cref="ArgumentException">The matrix has another number of columns, or a value that is not finite.</exception>
    /// <exception cref="ArithmeticException">A prediction is not finite.</exception>
    public Matrix<float> Forward(Matrix<float> outputs)
    {
        CheckOutputs(outputs);
        var predictions = new DenseMatrix(outputs.RowCount, OutputSize);
        WritePredictions(outputs, predictions.Values);
        return predictions;
    }

    /// <summary>Reads out many outputs of a cell at once, into a matrix of the caller. Allocates nothing from the second call on, if both
    /// matrices are dense.</summary>
    /// <param name="outputs">One row per time step or sample [rows x InputSize].</param>
    /// <param name="predictions">Receives the predictions [rows x OutputSize]: a dense matrix, not that of the outputs.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, the predictions are not dense or are the outputs, or a value of the outputs is
    /// not finite.</exception>
    /// <exception cref="ArithmeticException">A prediction is not finite; the contents of the matrix are then undefined.</exception>
    public void Forward(Matrix<float> outputs, Matrix<float> predictions)
    {
        CheckOutputs(outputs);
        var memory = DenseMemory.Of(predictions, outputs.RowCount, OutputSize, nameof(predictions));
        if (ReferenceEquals(memory, outputs.AsColumnMajorArray()))
            throw new ArgumentException("The predictions are the outputs: give each a matrix of its own.", nameof(predictions));
        WritePredictions(outputs, memory);
    }

    /// <summary>The same readout for target values in the user's units.</summary>
    internal virtual Readout Standardized(IReadOnlyList<float> mean, IReadOnlyList<float> deviation) =>
        new StandardizedReadout(this, mean, deviation);

    /// <summary>The logits, which have to be as many as declared.</summary>
    internal Signal CheckedLogits(Signal output) => Checked(Logits(output), nameof(Logits));

    /// <summary>The predictions, which have to be as many as declared.</summary>
    internal Signal CheckedPredictions(Signal output) => Checked(Predictions(CheckedLogits(output)), nameof(Predictions));

    /// <summary>What makes predictions of logits; null where they are the logits.</summary>
    internal Circuit? CompileActivation()
    {
        var logits = Placeholder.State(OutputSize);
        var predictions = Checked(Predictions(logits), nameof(Predictions));
        return ReferenceEquals(predictions, logits) ? null : Circuit.CompileOutput(predictions);
    }

    /// <summary>What losses compare with, which has to be as many numbers as declared; null where that is the target values
    /// themselves.</summary>
    internal Circuit? CompileTargets()
    {
        var targets = Placeholder.State(TargetSize);
        var compared = Checked(Targets(targets), nameof(Targets));
        if (EquationOrder.ParametersOf(compared).FirstOrDefault(parameter => Parameters.IndexOf(parameter) < 0) is { } unknown)
        {
            throw new InvalidOperationException(
                $"{nameof(Targets)} of readout '{GetType().Name}' reads parameter '{unknown.Name}', which its predictions do not: "
                + "what targets are transformed by has to be undone in predictions, by the same parameter, kept in a field.");
        }

        return ReferenceEquals(compared, targets) ? null : Circuit.CompileOutput(compared);
    }

    /// <summary>Writes predictions [rows x OutputSize], column after column, some rows at a time.</summary>
    void WritePredictions(Matrix<float> outputs, float[] predictions)
    {
        var (values, rows) = (outputs.AsColumnMajorArray() ?? outputs.ToColumnMajorArray(), outputs.RowCount);
        CheckFinite(values, rows);
        var lanes = LaneCount.For(rows);
        var pool = runs ?? LazyInitializer.EnsureInitialized(ref runs, CreateRuns);
        using var lease = pool.Rent(lanes);
        var run = lease.Worker;
        run.Prepare();
        for (var first = 0; first < rows; first += lanes)
        {
            // A matrix is stored as rows of lanes are: a feature of all samples side by side.
            var count = Math.Min(lanes, rows - first);
            for (var feature = 0; feature < InputSize; feature++)
            {
                var ofRun = run.Input.Slice(feature * lanes, lanes);
                values.AsSpan(feature * rows + first, count).CopyTo(ofRun);
                ofRun[count..].Fill(ofRun[0]);
            }

            var results = run.Run();
            for (var number = 0; number < OutputSize; number++)
                results.Slice(number * lanes, count).CopyTo(predictions.AsSpan(number * rows + first, count));
        }

        if (!Finite.All(predictions))
            throw NotFinite.Prediction(ToString()!, Parameters);
    }

    static void CheckFinite(float[] outputs, int rows)
    {
        if (Finite.All(outputs))
            return;
        var (column, row) = Math.DivRem(Array.FindIndex(outputs, value => !float.IsFinite(value)), rows);
        throw new ArgumentException(
            FormattableString.Invariant($"Outputs of a cell must be finite, but row {row}, column {column} is ")
            + FormattableString.Invariant($"{outputs[column * rows + row]}."),
            nameof(outputs));
    }

    ShardPool<StatelessRun> CreateRuns()
    {
        var circuit = Circuit.CompileOutput(CheckedPredictions(Placeholder.State(InputSize)));
        return new(threads: 1, lanes => new StatelessRun(circuit, InputSize, lanes));
    }

    void CheckOutputs(Matrix<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.ColumnCount != InputSize)
        {
            throw new ArgumentException(
                $"The readout expects outputs of a cell [rows x {InputSize}] but got [{outputs.RowCount} x {outputs.ColumnCount}].",
                nameof(outputs));
        }
    }

    Signal Checked(Signal signal, string equation) => signal.Rows == OutputSize
        ? signal
        : throw new InvalidOperationException(
            $"{equation} of readout '{GetType().Name}' has {signal.Rows} rows; the readout declares {OutputSize}.");
}
