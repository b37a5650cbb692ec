using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet;

// Whole sequences: predictions and classes.
public sealed partial class LiquidNetwork
{
    SequenceRun run;

    /// <summary>How many threads run sequences forward. Results are the same bits for any number. A <see cref="Training.Trainer"/> has a
    /// setting of its own.</summary>
    /// <value>Zero or more. Default: 0, one per processor. May be set at any time; calls that are running are not affected.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
            run = new SequenceRun(Model, InputSize, value);
        }
    }

    /// <summary>The predictions after every step of a sequence.</summary>
    /// <param name="input">One row per time step [time x InputSize]; timespans are 1.</param>
    /// <returns>Probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    public Matrix<float> Forward(Matrix<float> input) => Forward(new Sequence(input));

    /// <summary>The predictions after every step of a sequence.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <returns>Probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    public Matrix<float> Forward(Sequence sequence) => Forward([sequence])[0];

    /// <summary>The predictions after every step of each sequence; lengths may differ.</summary>
    /// <param name="sequences">Sequences [time x InputSize].</param>
    /// <returns>For each sequence, probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences) => Forward(sequences, initialStates: null, out _);

    /// <summary>The predictions after every step of each sequence of a set; lengths may differ.</summary>
    /// <param name="set">Sequences [time x InputSize]; their targets are ignored.</param>
    /// <returns>For each sequence, probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">The set has another number or other names of features, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step.</exception>
    public Matrix<float>[] Forward(SequenceSet set)
    {
        using var call = Begin(set);
        return ForwardIntoNew(call);
    }

    /// <summary>The predictions after every step of each sequence, from given initial states, and the final states.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <param name="initialStates">The state before the first step of each sequence [sequences x StateSize]; null for zero.</param>
    /// <param name="finalStates">The state after the last step of each sequence [sequences x StateSize]; with no sequences, a single row of
    /// zeros, the least a matrix can have.</param>
    /// <returns>For each sequence, probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence is null, or a number given is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences, Matrix<float>? initialStates, out Matrix<float> finalStates)
    {
        using var call = Begin(sequences);
        var states = new float[checked(Math.Max(1, sequences.Count) * Cell.StateSize)];
        (call.InitialStates, call.FinalStates) = (CheckedStates(initialStates, sequences.Count), states);
        finalStates = new DenseMatrix(Math.Max(1, sequences.Count), Cell.StateSize, states);
        return ForwardIntoNew(call);
    }

    /// <summary>The prediction after the last step of a sequence, such as the probability of each class.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <returns>Probabilities or values [OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that the model does not take.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    public float[] ForwardLast(Sequence sequence) => ForwardLast([sequence])[0];

    /// <summary>The prediction after the last step of each sequence; lengths may differ.</summary>
    /// <param name="sequences">Sequences [time x InputSize].</param>
    /// <returns>For each sequence, probabilities or values [OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that the model does not take.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names the sequence.</exception>
    public float[][] ForwardLast(IReadOnlyList<Sequence> sequences)
    {
        using var call = Begin(sequences);
        return ForwardLast(call);
    }

    /// <summary>The prediction after the last step of each sequence of a set.</summary>
    /// <param name="set">Sequences [time x InputSize]; what is known about them is not looked at.</param>
    /// <returns>For each sequence, probabilities or values [OutputSize].</returns>
    /// <exception cref="ArgumentException">Other features, or an input that the model does not take.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names the sequence.</exception>
    public float[][] ForwardLast(SequenceSet set)
    {
        using var call = Begin(set);
        return ForwardLast(call);
    }

    /// <summary>The most probable class at every step.</summary>
    /// <param name="sequence">A sequence [time x InputSize].</param>
    /// <returns>One class per step.</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values, not classes.</exception>
    public int[] Predict(Sequence sequence) => Predict([sequence])[0];

    /// <summary>The most probable class at every step of each sequence.</summary>
    /// <param name="sequences">Sequences [time x InputSize].</param>
    /// <returns>For each sequence, one class per step.</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values, not classes.</exception>
    public int[][] Predict(IReadOnlyList<Sequence> sequences)
    {
        CheckClassifies();
        using var call = Begin(sequences);
        return Predict(call);
    }

    /// <summary>The most probable class at every step of each sequence of a set.</summary>
    /// <param name="set">Sequences [time x InputSize].</param>
    /// <returns>For each sequence, one class per step.</returns>
    /// <exception cref="ArgumentException">The set has another number or other names of features, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values, not classes.</exception>
    public int[][] Predict(SequenceSet set)
    {
        CheckClassifies();
        using var call = Begin(set);
        CheckTargetNames(set, nameof(set));
        return Predict(call);
    }

    /// <summary>The most probable class of a sequence, after its last step.</summary>
    /// <param name="sequence">A sequence [time x InputSize].</param>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values, not classes.</exception>
    public int Classify(Sequence sequence) => Classify([sequence])[0];

    /// <summary>The most probable class of each sequence, after its last step.</summary>
    /// <param name="sequences">Sequences [time x InputSize].</param>
    /// <returns>One class per sequence.</returns>
    /// <exception cref="ArgumentException">The number of columns is not <see cref="InputSize"/>, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names the sequence.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values, not classes.</exception>
    public int[] Classify(IReadOnlyList<Sequence> sequences)
    {
        CheckClassifies();
        using var call = Begin(sequences);
        return Classify(call);
    }

    /// <summary>The most probable class of each sequence of a set, after its last step. The readout is computed for that step
    /// only.</summary>
    /// <param name="set">Sequences [time x InputSize].</param>
    /// <returns>One class per sequence.</returns>
    /// <exception cref="ArgumentException">The set has another number or other names of features, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names the sequence.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values, not classes.</exception>
    public int[] Classify(SequenceSet set)
    {
        CheckClassifies();
        using var call = Begin(set);
        CheckTargetNames(set, nameof(set));
        return Classify(call);
    }

    void CheckClassifies()
    {
        if (Readout.OutputKind != OutputKind.Classes)
            throw new InvalidOperationException("This network gives values, not classes: use Forward.");
    }

    int[][] Predict(ForwardCall call)
    {
        ReserveOutputs(call);
        run.Forward(call);
        return [.. call.Outputs.Select(Classes)];
    }

    int[] Classify(ForwardCall call) => [.. ForwardLast(call).Select(outputs => Classes(outputs)[0])];

    float[][] ForwardLast(ForwardCall call)
    {
        call.TakesLast = true;
        ReserveOutputs(call);
        run.Forward(call);
        return [.. call.Outputs];
    }

    Matrix<float>[] ForwardIntoNew(ForwardCall call)
    {
        ReserveOutputs(call);
        run.Forward(call);
        return Matrices(call.Outputs);
    }

    void ReserveOutputs(ForwardCall call)
    {
        for (var index = 0; index < call.Set.Count; index++)
        {
            var steps = call.TakesLast ? 1 : call.Set.StepsOf(index);
            if (steps > Array.MaxLength / OutputSize)
                throw SetLimits.TooLong(index, steps, Array.MaxLength / OutputSize);
            call.Outputs.Add(GC.AllocateUninitializedArray<float>(steps * OutputSize));
        }
    }

    /// <summary>Outputs column after column as matrices [time x OutputSize].</summary>
    internal Matrix<float>[] Matrices(IEnumerable<float[]> outputs) =>
        [.. outputs.Select(values => new DenseMatrix(values.Length / OutputSize, OutputSize, values))];

    /// <summary>The largest output of every step, of several equal ones the first.</summary>
    /// <param name="outputs">[time x OutputSize], column after column.</param>
    int[] Classes(float[] outputs)
    {
        var classes = new int[outputs.Length / OutputSize];
        for (var output = 1; output < OutputSize; output++)
        {
            for (var step = 0; step < classes.Length; step++)
            {
                if (outputs[output * classes.Length + step] > outputs[classes[step] * classes.Length + step])
                    classes[step] = output;
            }
        }

        return classes;
    }
}
