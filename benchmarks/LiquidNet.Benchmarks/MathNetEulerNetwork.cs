using LiquidNet.Equations;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>
/// The leaky integrator with a softmax readout, written by hand with MathNet's matrices: what a careful user would write without LiquidNet.
/// </summary>
/// <remarks>
/// Every product is one product of whole-batch matrices with a result that is allocated once and no transposed copy.
/// <code>
/// h' = h + a (f - h),   f = tanh(x W_in + h W_hid + b),   a = 1 / tau,   tau = log(1 + e^r)
/// </code>
/// </remarks>
sealed class MathNetEulerNetwork
{
    readonly Matrix<float> inputWeights;
    readonly Matrix<float> recurrentWeights;
    readonly Vector<float> bias;
    readonly Matrix<float> readoutWeights;
    readonly Vector<float> readoutBias;
    float rawTimeConstant;

    readonly Matrix<float>[] states;
    readonly Matrix<float>[] drives;
    readonly Matrix<float> logits;
    readonly Matrix<float> logitGradient;
    readonly Matrix<float> product;
    readonly Matrix<float> stateGradient;
    readonly Matrix<float> driveGradient;
    readonly Matrix<float> inputWeightGradient;
    readonly Matrix<float> inputWeightProduct;
    readonly Matrix<float> recurrentWeightGradient;
    readonly Matrix<float> recurrentWeightProduct;
    readonly Matrix<float> readoutWeightGradient;
    readonly Vector<float> biasGradient;

    /// <summary>Takes copies of a network's parameters.</summary>
    public MathNetEulerNetwork(ParameterSet parameters, int batch, int steps)
    {
        inputWeights = parameters["W_in"].Matrix.Clone();
        recurrentWeights = parameters["W_hid"].Matrix.Clone();
        bias = parameters["b_hid"].Matrix.Column(0);
        readoutWeights = parameters["W_out"].Matrix.Clone();
        readoutBias = parameters["b_out"].Matrix.Column(0);
        rawTimeConstant = parameters["tau"].Values[0];

        var units = recurrentWeights.RowCount;
        var build = Matrix<float>.Build;
        states = [.. Enumerable.Range(0, steps + 1).Select(_ => build.Dense(batch, units))];
        drives = [.. Enumerable.Range(0, steps).Select(_ => build.Dense(batch, units))];
        logits = build.Dense(batch, readoutWeights.ColumnCount);
        logitGradient = build.SameAs(logits);
        product = build.Dense(batch, units);
        stateGradient = build.SameAs(product);
        driveGradient = build.SameAs(product);
        inputWeightGradient = build.SameAs(inputWeights);
        inputWeightProduct = build.SameAs(inputWeights);
        recurrentWeightGradient = build.SameAs(recurrentWeights);
        recurrentWeightProduct = build.SameAs(recurrentWeights);
        readoutWeightGradient = build.SameAs(readoutWeights);
        biasGradient = Vector<float>.Build.Dense(units);
    }

    /// <summary>All parameters, in the order tau, b_hid, W_in, W_hid, b_out, W_out.</summary>
    public float[][] Parameters =>
    [
        [rawTimeConstant], bias.ToArray(), inputWeights.ToColumnMajorArray(), recurrentWeights.ToColumnMajorArray(),
        readoutBias.ToArray(), readoutWeights.ToColumnMajorArray(),
    ];

    /// <summary>One step of gradient descent on the mean cross-entropy after the last step.</summary>
    /// <param name="inputs">One matrix per time step [batch x features].</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="learningRate">How far the step goes.</param>
    public void Step(Matrix<float>[] inputs, int[] labels, float learningRate)
    {
        var timeConstant = MathF.Log(1 + MathF.Exp(rawTimeConstant));
        var leak = 1 / timeConstant;
        Forward(inputs, leak);
        WriteLogitGradient(labels);
        var leakGradient = Backward(inputs, leak);

        var readoutBiasGradient = logitGradient.ColumnSums();
        Descend(inputWeights, inputWeightGradient, learningRate);
        Descend(recurrentWeights, recurrentWeightGradient, learningRate);
        Descend(readoutWeights, readoutWeightGradient, learningRate);
        bias.Subtract(biasGradient * learningRate, bias);
        readoutBias.Subtract(readoutBiasGradient * learningRate, readoutBias);
        var softplusSlope = 1 / (1 + MathF.Exp(-rawTimeConstant));
        rawTimeConstant -= learningRate * softplusSlope * -leakGradient * leak * leak;
    }

    void Forward(Matrix<float>[] inputs, float leak)
    {
        states[0].Clear();
        for (var step = 0; step < inputs.Length; step++)
        {
            var (state, drive, next) = (states[step], drives[step], states[step + 1]);
            inputs[step].Multiply(inputWeights, drive);
            state.Multiply(recurrentWeights, product);
            drive.Add(product, drive);
            AddToRows(bias, drive);
            drive.PointwiseTanh(drive);
            drive.Subtract(state, next);
            next.Multiply(leak, next);
            next.Add(state, next);
        }

        states[^1].Multiply(readoutWeights, logits);
        AddToRows(readoutBias, logits);
    }

    void WriteLogitGradient(int[] labels)
    {
        for (var sample = 0; sample < labels.Length; sample++)
        {
            var shifted = logits.Row(sample);
            shifted.Subtract(shifted.Maximum(), shifted);
            shifted.PointwiseExp(shifted);
            shifted.Divide(shifted.Sum(), shifted);
            shifted[labels[sample]] -= 1;
            shifted.Divide(labels.Length, shifted);
            logitGradient.SetRow(sample, shifted);
        }
    }

    float Backward(Matrix<float>[] inputs, float leak)
    {
        states[^1].TransposeThisAndMultiply(logitGradient, readoutWeightGradient);
        logitGradient.TransposeAndMultiply(readoutWeights, stateGradient);
        inputWeightGradient.Clear();
        recurrentWeightGradient.Clear();
        biasGradient.Clear();
        var leakGradient = 0f;
        for (var step = inputs.Length - 1; step >= 0; step--)
        {
            var (state, drive) = (states[step], drives[step]);
            drive.Subtract(state, product);
            product.PointwiseMultiply(stateGradient, product);
            leakGradient += product.ColumnSums().Sum();

            // Through tanh: slope = a (1 - f^2).
            drive.PointwiseMultiply(drive, driveGradient);
            driveGradient.SubtractFrom(1, driveGradient);
            driveGradient.PointwiseMultiply(stateGradient, driveGradient);
            driveGradient.Multiply(leak, driveGradient);

            inputs[step].TransposeThisAndMultiply(driveGradient, inputWeightProduct);
            inputWeightGradient.Add(inputWeightProduct, inputWeightGradient);
            state.TransposeThisAndMultiply(driveGradient, recurrentWeightProduct);
            recurrentWeightGradient.Add(recurrentWeightProduct, recurrentWeightGradient);
            biasGradient.Add(driveGradient.ColumnSums(), biasGradient);

            stateGradient.Multiply(1 - leak, stateGradient);
            driveGradient.TransposeAndMultiply(recurrentWeights, product);
            stateGradient.Add(product, stateGradient);
        }

        return leakGradient;
    }

    static void AddToRows(Vector<float> vector, Matrix<float> matrix) =>
        matrix.MapIndexedInplace((_, column, value) => value + vector[column], Zeros.Include);

    static void Descend(Matrix<float> values, Matrix<float> gradient, float learningRate)
    {
        gradient.Multiply(learningRate, gradient);
        values.Subtract(gradient, values);
    }
}
