using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary>
/// An operator that combines two signals element by element, repeating an operand of one row or of one number per neuron.
/// </summary>
abstract class ElementwiseOperator(Signal left, Signal right)
    : Operator(MatchingRows(left, right), left, right)
{
    public Signal Left => Sources[0];

    public Signal Right => Sources[1];

    /// <summary>How the elements of an operand are found.</summary>
    protected Broadcast FormOf(Signal operand) => (operand.Tempo == Tempo.Constant, operand.Rows == Rows) switch
    {
        (true, true) => Broadcast.PerNeuron,
        (true, false) => Broadcast.Scalar,
        (false, true) => Broadcast.Equal,
        (false, false) => Broadcast.PerSample,
    };

    /// <summary>Whether the adjoint of an operand is a sum over rows.</summary>
    protected bool IsSummed(Signal operand) => operand.Rows != Rows;

    static int MatchingRows(Signal left, Signal right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != right.Rows && left.Rows != 1 && right.Rows != 1)
        {
            throw new ArgumentException(
                $"Signals of {left.Rows} and {right.Rows} rows do not match: rows must be equal, or one of them 1.", nameof(right));
        }

        return Math.Max(left.Rows, right.Rows);
    }
}
