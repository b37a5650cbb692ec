using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary>
/// An operator that combines two signals element by element, repeating an operand of one row or of one number per neuron.
/// </summary>
/// <typeparam name="TFunction">What is computed from two elements.</typeparam>
abstract class ElementwiseOperator<TFunction>(Signal left, Signal right) : Operator(MatchingRows(left, right), left, right)
    where TFunction : struct, IBinaryFunction
{
    public Signal Left => Sources[0];

    public Signal Right => Sources[1];

    public sealed override void Forward(Frame frame) => Broadcasts.Write<TFunction>(
        frame.Value(Left), FormOf(Left), frame.Value(Right), FormOf(Right), Rows, frame.Lanes, frame.Value(this));

    /// <summary>How the elements of an operand are found.</summary>
    protected Broadcast FormOf(Signal operand) => (operand.Tempo == Tempo.Constant, operand.Rows == Rows) switch
    {
        (true, true) => Broadcast.PerNeuron,
        (true, false) => Broadcast.Scalar,
        (false, true) => Broadcast.Equal,
        (false, false) => Broadcast.PerSample,
    };

    /// <summary>Passes the adjoint times a number on to an operand, if anybody asks for its adjoint.</summary>
    protected void AddScaled(Frame frame, float scale, Signal operand)
    {
        if (frame.Wants(operand))
            Broadcasts.AddScaled(frame.Adjoint(this), scale, Rows, frame.Lanes, IsSummed(operand), frame.Adjoint(operand));
    }

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
