using System.Diagnostics;
using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Solvers;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Runs a cell over sequences of MathNet matrices.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LiquidLayer
{
    readonly LiquidNetwork network;

    /// <summary>The longest solver step of the article's layer: half of the time constant that it begins with.</summary>
    const float MaxStep = 1;

    /// <summary>More than the seconds of a day: timespans beyond get longer steps, and are refused where those are unstable.</summary>
    const int MaxSteps = 100_000;

    /// <summary>
    /// Creates a layer of the article's kind: an Euler-integrated hidden state, a <see cref="LeakyIntegratorCell"/> with a time constant of
    /// 2. Timespans above 1 are cut into steps of at most 1, up to 100,000 of them.
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
    /// <param name="cell">What moves the state.</param>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds, or makes a parameter anew
    /// each time it is asked for.</exception>
    public LiquidLayer(LiquidCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        network = new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize));
    }

    /// <summary>Creates a layer around cells that read in both directions: its output is that of both, side by side.</summary>
    /// <param name="both">What moves the states.</param>
    /// <exception cref="InvalidOperationException">An equation does not fit its sizes, or makes a parameter anew each time it is asked
    /// for.</exception>
    public LiquidLayer(Bidirectional both)
        : this((both ?? throw new ArgumentNullException(nameof(both))).Cell)
    {
    }

    /// <summary>What moves the state.</summary>
    public LiquidCell Cell => network.Cell;

    /// <summary>How many threads run sequences forward; it never changes a bit of a result.</summary>
    /// <value>Zero or more. Default: 0, one per processor. May be set at any time; what is running goes on as it began.</value>
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
    /// <exception cref="ArgumentException">Another number of columns, or an input that the model does not take.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public Matrix<float> Forward(Matrix<float> input) => network.Forward(input);

    /// <summary>Runs one sequence from a state of zero.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <returns>The output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that the model does not take.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public Matrix<float> Forward(Sequence sequence) => network.Forward(sequence);

    /// <summary>Runs sequences of any lengths side by side, from states of zero.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence is null, or an input is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences) => network.Forward(sequences);

    /// <summary>Runs the sequences of a set side by side, from states of zero.</summary>
    /// <param name="set">Sequences [time x InputSize]; what is known about them is not looked at.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Other features, or an input that the model does not take.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public Matrix<float>[] Forward(SequenceSet set) => network.Forward(set);

    /// <summary>Runs sequences of any lengths side by side, from given states on, and gives the states at the end.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <param name="initialStates">The state before the first step of each sequence [sequences x StateSize]; null for zero.</param>
    /// <param name="finalStates">The state after the last step of each sequence [sequences x StateSize]; without sequences, a row of
    /// zeros, because a matrix has at least one.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence is null, or a number given is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences, Matrix<float>? initialStates, out Matrix<float> finalStates) =>
        network.Forward(sequences, initialStates, out finalStates);

    /// <summary>Runs one sequence from a state of zero, with timespans of 1. Allocates nothing once calls have been as large.</summary>
    /// <param name="input">One row per time step [time x InputSize].</param>
    /// <param name="output">Takes the output after every step [time x OutputSize]: a dense matrix, and another one than the input.</param>
    /// <exception cref="ArgumentException">Other sizes, a matrix that is not dense or is the input, or an input that the model does not
    /// take.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public void Forward(Matrix<float> input, Matrix<float> output) => network.Forward(input, output);

    /// <summary>Runs one sequence from a state of zero. Allocates nothing once calls have been as large.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <param name="output">Takes the output after every step [time x OutputSize]: a dense matrix, and another one than that of the
    /// sequence.</param>
    /// <exception cref="ArgumentException">Other sizes, a matrix that is not dense or is that of the sequence, or an input that the model
    /// does not take.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public void Forward(Sequence sequence, Matrix<float> output) => network.Forward(sequence, output);

    /// <summary>Runs sequences of any lengths side by side, from given states on, and writes the states at the end. Allocates nothing once
    /// calls have been as large.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <param name="outputs">For each sequence, what takes the output after every step [time x OutputSize]: dense matrices, no two the
    /// same, none of them a sequence's.</param>
    /// <param name="initialStates">The state before the first step of each sequence [sequences x StateSize]; null for zero.</param>
    /// <param name="finalStates">Takes the state after the last step of each sequence [sequences x StateSize]: a dense matrix, which may be
    /// that of the initial states; null where nobody asks. Without sequences it has one row, because a matrix has at least one, which
    /// stays as it is.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence or matrix is null, not dense or used twice, or a number given is
    /// not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public void Forward(
        IReadOnlyList<Sequence> sequences, IReadOnlyList<Matrix<float>> outputs, Matrix<float>? initialStates = null,
        Matrix<float>? finalStates = null) => network.Forward(sequences, outputs, initialStates, finalStates);

    /// <summary>Runs the sequences of a set side by side, from states of zero. Allocates nothing once calls have been as large.</summary>
    /// <param name="set">Sequences [time x InputSize]; what is known about them is not looked at.</param>
    /// <param name="outputs">For each sequence, what takes the output after every step [time x OutputSize]: dense matrices, no two the
    /// same, none of them one that the set reads from.</param>
    /// <exception cref="ArgumentException">Other sizes, a matrix that is null, not dense or used twice, or an input that the model does
    /// not take.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite; the message names the sequence.</exception>
    public void Forward(SequenceSet set, IReadOnlyList<Matrix<float>> outputs) => network.Forward(set, outputs);

    /// <summary>"LiquidLayer: leaky integrator 20 -> 32, 1,697 parameters".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LiquidLayer: {Cell}, {Counted.Of(Cell.Parameters.ValueCount, "parameter")}");
}
