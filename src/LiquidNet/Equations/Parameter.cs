using System.Diagnostics;
using LiquidNet.Seeding;

namespace LiquidNet.Equations;

/// <summary>A trainable matrix [inputs x outputs], or a vector with one number per neuron.</summary>
/// <remarks>
/// <para>Values lie column after column, as MathNet stores matrices: the inputs of one output are side by side.</para>
/// <para>Two cells that use one parameter object share it; its gradient is then the sum of both.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Parameter : Signal
{
    internal Parameter(string name, int rows, int columns, float[] values, Projection? projection = null)
        : base(CheckSize(rows, nameof(rows)))
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CheckSize(columns, nameof(columns));
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"Parameter '{name}' [{rows} x {columns}] needs {rows * columns} values but got {values.Length}.", nameof(values));
        Name = name;
        Columns = columns;
        Storage = values;
        Projection = projection;
        projection?.Apply(values);
    }

    /// <summary>The name, unique within a cell.</summary>
    public string Name { get; }

    /// <summary>How many outputs a matrix has; 1 for a vector.</summary>
    public int Columns { get; }

    /// <summary>The values [Rows x Columns], column after column; what is written here is used from the next run on.</summary>
    public Span<float> Values => Storage;

    /// <summary>The constraint that the values keep, if any.</summary>
    public Projection? Projection { get; }

    /// <summary>Whether optimisers change the values.</summary>
    /// <value>Default: true.</value>
    public bool IsTrainable { get; set; } = true;

    /// <summary>Whether equations see softplus of the values, which keeps what they see above zero.</summary>
    /// <value>Default: false.</value>
    public bool IsPositive { get; internal init; }

    /// <summary>Whether this is a matrix of weights, which weight decay is for, rather than one number per neuron or synapse.</summary>
    internal bool IsMatrix { get; init; }

    /// <summary>The array itself, for live matrix views and kernels.</summary>
    internal float[] Storage { get; }

    /// <summary>A vector whose elements all begin at one number.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">How many elements; at least 1.</param>
    /// <param name="initial">What every element begins with.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element.</exception>
    public static Parameter Vector(string name, int units, float initial = 0)
    {
        var values = new float[CheckSize(units, nameof(units))];
        Array.Fill(values, initial);
        return new Parameter(name, units, 1, values);
    }

    /// <summary>A vector that equations see through softplus, so that it is positive whatever training does.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">How many elements; at least 1.</param>
    /// <param name="initial">What equations see at the beginning; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element, or the initial value is not positive and finite.</exception>
    public static Parameter Positive(string name, int units, float initial)
    {
        var values = new float[CheckSize(units, nameof(units))];
        Array.Fill(values, InverseSoftplus(initial));
        return new Parameter(name, units, 1, values) { IsPositive = true };
    }

    /// <summary>A vector drawn evenly from an interval.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">How many elements; at least 1.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element.</exception>
    public static Parameter Uniform(string name, int units, float low, float high, int seed) =>
        new(name, units, 1, Initializer.Uniform(CheckSize(units, nameof(units)), low, high, SeededRandom.For(seed, name)));

    /// <summary>A matrix [inputs x outputs] with Glorot's uniform initialisation.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="inputs">Rows; at least 1.</param>
    /// <param name="outputs">Columns; at least 1.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the matrix too large for an array.</exception>
    /// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, equation 16.</remarks>
    public static Parameter Glorot(string name, int inputs, int outputs, int seed)
    {
        var bound = MathF.Sqrt(6f / ((float)CheckSize(inputs, nameof(inputs)) + CheckSize(outputs, nameof(outputs))));
        return new Parameter(name, inputs, outputs, Initializer.Uniform(CheckedProduct(inputs, outputs), -bound, bound, SeededRandom.For(seed, name)))
        {
            IsMatrix = true,
        };
    }

    /// <summary>A square matrix [units x units] with orthonormal columns, times a gain.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">Rows and columns; at least 1.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    /// <param name="gain">The length of every column.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <remarks>Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014.</remarks>
    public static Parameter Orthogonal(string name, int units, int seed, float gain = 1) =>
        new(name, units, units, Initializer.Orthogonal(CheckSize(units, nameof(units)), gain, SeededRandom.For(seed, name)))
        {
            IsMatrix = true,
        };

    /// <summary>A matrix [inputs x outputs] from given values.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="inputs">Rows; at least 1.</param>
    /// <param name="outputs">Columns; at least 1.</param>
    /// <param name="values">The values, column after column; copied.</param>
    /// <param name="projection">A constraint that the values keep, or null.</param>
    /// <exception cref="ArgumentException">The number of values is not inputs times outputs.</exception>
    public static Parameter Of(string name, int inputs, int outputs, ReadOnlySpan<float> values, Projection? projection = null) =>
        new(name, inputs, outputs, values.ToArray(), projection) { IsMatrix = true };

    /// <summary>Name and shape.</summary>
    public override string ToString() => Columns == 1 ? $"{Name} [{Rows}]" : $"{Name} [{Rows} x {Columns}]";

    /// <summary>The value of which softplus is <paramref name="positive"/>.</summary>
    internal static float InverseSoftplus(float positive)
    {
        if (!(positive > 0) || !float.IsFinite(positive))
            throw new ArgumentOutOfRangeException(nameof(positive), positive, "A positive parameter needs an initial value above zero.");
        return positive < 1e-4f
            ? (float)(Math.Log(positive) + positive / 2.0)
            : (float)(positive + Math.Log(1 - Math.Exp(-(double)positive)));
    }

    static int CheckedProduct(int inputs, int outputs)
    {
        var count = (long)inputs * outputs;
        return count <= Array.MaxLength
            ? (int)count
            : throw new ArgumentOutOfRangeException(nameof(outputs), outputs, $"A matrix [{inputs} x {outputs}] has more values than an array can hold.");
    }

    static int CheckSize(int size, string parameterName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, parameterName);
        return size;
    }
}
