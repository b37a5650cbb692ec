using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>Takes from every value the mean that it has at its step in a training set, and divides by its deviation there: what sequences
/// have in common is gone, and what tells them apart is of one size.</summary>
sealed class StepStandardization
{
    /// <summary>For steps at which all sequences of the training set agree.</summary>
    const float LeastDeviation = 1e-6f;

    readonly Matrix<float> mean;
    readonly Matrix<float> deviation;

    StepStandardization(Matrix<float> mean, Matrix<float> deviation) => (this.mean, this.deviation) = (mean, deviation);

    /// <summary>Finds mean and deviation of sequences [steps x features] of one length.</summary>
    public static StepStandardization Fit(IReadOnlyList<Matrix<float>> training)
    {
        var mean = training.Aggregate((sum, sequence) => sum + sequence) / training.Count;
        var variance = training.Select(sequence => (sequence - mean).PointwisePower(2)).Aggregate((sum, squares) => sum + squares)
            / training.Count;
        return new(mean, variance.PointwiseSqrt().PointwiseMaximum(LeastDeviation));
    }

    public Matrix<float> Apply(Matrix<float> sequence) => (sequence - mean).PointwiseDivide(deviation);
}
