using System.Diagnostics;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>A value that flows through one step of an equation: <see cref="Rows"/> numbers per sample.</summary>
/// <remarks>
/// <para>Equations are written with the operators of this class and the functions of <see cref="SignalFunctions"/>. Nothing is computed
/// until they have been compiled.</para>
/// <para>Two operands match if they have the same number of rows, or if one of them has a single row, such as the timespan, which is one
/// number per sample.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class Signal
{
    private protected Signal(int rows) => Rows = rows;

    /// <summary>The number of values per sample.</summary>
    /// <value>At least 1.</value>
    public int Rows { get; }

    /// <summary>
    /// How often a circuit's own copy of the signal takes a new value. An equation as it is written says nothing about it.
    /// </summary>
    internal Tempo Tempo { get; private protected set; }

    /// <summary>
    /// Where a circuit's own copy of the signal lives; on the equation itself only what it receives has a place, its region.
    /// </summary>
    internal Placement Placement { get; set; }

    /// <summary>Adds element by element.</summary>
    /// <exception cref="ArgumentException">The numbers of rows do not match.</exception>
    public static Signal operator +(Signal left, Signal right) => new Sum(left, right);

    /// <summary>Subtracts element by element.</summary>
    /// <exception cref="ArgumentException">The numbers of rows do not match.</exception>
    public static Signal operator -(Signal left, Signal right) => new Difference(left, right);

    /// <summary>Multiplies element by element.</summary>
    /// <exception cref="ArgumentException">The numbers of rows do not match.</exception>
    public static Signal operator *(Signal left, Signal right) => new Product(left, right);

    /// <summary>Divides element by element.</summary>
    /// <exception cref="ArgumentException">The numbers of rows do not match.</exception>
    public static Signal operator /(Signal left, Signal right) => new Quotient(left, right);

    /// <summary>Adds a number to every element.</summary>
    public static Signal operator +(Signal signal, float number) => new Shift(signal, number);

    /// <summary>Adds a number to every element.</summary>
    public static Signal operator +(float number, Signal signal) => new Shift(signal, number);

    /// <summary>Subtracts a number from every element.</summary>
    public static Signal operator -(Signal signal, float number) => new Shift(signal, -number);

    /// <summary>Subtracts every element from a number.</summary>
    public static Signal operator -(float number, Signal signal) => new Shift(new Scale(signal, -1), number);

    /// <summary>Multiplies every element by a number.</summary>
    public static Signal operator *(float number, Signal signal) => new Scale(signal, number);

    /// <summary>Multiplies every element by a number.</summary>
    public static Signal operator *(Signal signal, float number) => new Scale(signal, number);

    /// <summary>Negates every element.</summary>
    public static Signal operator -(Signal signal) => new Scale(signal, -1);

    /// <summary>The equation as text, with the shapes of its parts.</summary>
    public abstract override string ToString();
}
