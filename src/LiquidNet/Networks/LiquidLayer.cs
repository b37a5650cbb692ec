using System.Diagnostics;
using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Solvers;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Runs a cell over sequences given as MathNet matrices.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LiquidLayer
{
    readonly LiquidNetwork network;

    /// <summary>The longest solver step of the simplest layer: half of its initial time constant.</summary>
    const float MaxStep = 1;

    /// <summary>More than the seconds of a day: timespans beyond get longer steps, and are refused where those are unstable.</summary>
    const int MaxSteps = 100_000;

    /// <summary>
    /// Creates the simplest layer: a hidden state integrated with Euler steps, which is a <see cref="LeakyIntegratorCell"/> with a time
    /// constant of 2. Timespans above 1 are divided into steps of at most 1, up to 100,000 of them.
    /// </summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LiquidLayer(int inputSize, int units, int seed = 0)
        : this(new LeakyIntegratorCell(inputSize, units, seed: seed) { Unfolds = UnfoldPolicy.ByStepLength(MaxStep, MaxSteps) })
    {
    }

    /// <summary>Creates a layer around any cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <exception cref="InvalidOperationException">The equation of the cell does not have the declared sizes, or does not allow its
    /// unfolds, or creates a parameter anew on every call.</exception>
    public LiquidLayer(LiquidCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        network = new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize));
    }

    /// <summary>Creates a layer around a pair of cells that read in both directions; its output is that of both, side by side.</summary>
    /// <param name="cells">The two cells.</param>
    /// <exception cref="InvalidOperationException">An equation does not have the declared sizes, or creates a parameter anew on every
    /// call.</exception>
    public LiquidLayer(Bidirectional cells)
        : this((cells ?? throw new ArgumentNullException(nameof(cells))).Cell)
    {
    }

    /// <summary>The cell.</summary>
    public LiquidCell Cell => network.Cell;

    /// <summary>How many threads run sequences forward. Results are the same bits for any number.</summary>
    /// <value>Zero or more. Default: 0, one per processor. May be set at any time; calls that are running are not affected.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get => network.Threads;
        set => network.Threads = value;
    }

    /// <summary>Features of an input.</summary>
    public int InputSize => network.InputSize;

    /// <summary>Numbers in an output.</summary>
    public int OutputSize => Cell.OutputSize;

    /// <summary>Runs one sequence from a state of zero, with timespans of 1.</summary>
    /// <param name="input">One row per time step [time x InputSize].</param>
    /// <returns>The output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public Matrix<float> Forward(Matrix<float> input) => network.Forward(input);

    /// <summary>Runs one sequence from a state of zero.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <returns>The output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public Matrix<float> Forward(Sequence sequence) => network.Forward(sequence);

    /// <summary>Runs sequences of any lengths side by side, from states of zero.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence is null, or an input is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences) => network.Forward(sequences);

    /// <summary>Runs the sequences of a set side by side, from states of zero.</summary>
    /// <param name="set">Sequences [time x InputSize]; their targets are ignored.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The set has another number or other names of features, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public Matrix<float>[] Forward(SequenceSet set) => network.Forward(set);

    /// <summary>Runs sequences of any lengths side by side, from given initial states, and also returns the final states.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <param name="initialStates">The state before the first step of each sequence [sequences x StateSize]; null for zero.</param>
    /// <param name="finalStates">The state after the last step of each sequence [sequences x StateSize]; with no sequences, a single row of
    /// zeros, the least a matrix can have.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence is null, or a number given is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences, Matrix<float>? initialStates, out Matrix<float> finalStates) =>
        network.Forward(sequences, initialStates, out finalStates);

    /// <summary>Runs one sequence from a state of zero, with timespans of 1. Allocates nothing after a first call of at least this
    /// size.</summary>
    /// <param name="input">One row per time step [time x InputSize].</param>
    /// <param name="output">Receives the output after every step [time x OutputSize]: a dense matrix, not the input itself.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, the output is not dense or is the input, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the output is then undefined.</exception>
    public void Forward(Matrix<float> input, Matrix<float> output) => network.Forward(input, output);

    /// <summary>Runs one sequence from a state of zero. Allocates nothing after a first call of at least this size.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <param name="output">Receives the output after every step [time x OutputSize]: a dense matrix, not that of the sequence.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, the output is not dense or is the matrix of the sequence, or the model does
    /// not accept a value.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the output is then undefined.</exception>
    public void Forward(Sequence sequence, Matrix<float> output) => network.Forward(sequence, output);

    /// <summary>Runs sequences of any lengths side by side, from given initial states, and also writes the final states. Allocates nothing
    /// after a first call of at least this size.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <param name="outputs">For each sequence, a dense matrix that receives the output after every step [time x OutputSize]; all
    /// different, and none that of a sequence.</param>
    /// <param name="initialStates">The state before the first step of each sequence [sequences x StateSize]; null for zero.</param>
    /// <param name="finalStates">Receives the state after the last step of each sequence [sequences x StateSize]: a dense matrix, which may
    /// be that of the initial states; null if not needed. With no sequences it has one row, the least a matrix can have, and is left
    /// unchanged.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence or matrix is null, not dense or used twice, or a number given is
    /// not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence, and the matrices
    /// are then undefined.</exception>
    public void Forward(
        IReadOnlyList<Sequence> sequences, IReadOnlyList<Matrix<float>> outputs, Matrix<float>? initialStates = null,
        Matrix<float>? finalStates = null) => network.Forward(sequences, outputs, initialStates, finalStates);

    /// <summary>Runs the sequences of a set side by side, from states of zero. Allocates nothing after a first call of at least this
    /// size.</summary>
    /// <param name="set">Sequences [time x InputSize]; their targets are ignored.</param>
    /// <param name="outputs">For each sequence, a dense matrix that receives the output after every step [time x OutputSize]; all
    /// different, and none that the set reads from.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a matrix is null, not dense or used twice, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence, and the matrices
    /// are then undefined.</exception>
    public void Forward(SequenceSet set, IReadOnlyList<Matrix<float>> outputs) => network.Forward(set, outputs);

    /// <summary>The layer in words, such as "LiquidLayer: leaky integrator 20 -> 32, 1,697 parameters".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LiquidLayer: {Cell}, {Counted.Of(Cell.Parameters.ValueCount, "parameter")}");
}
