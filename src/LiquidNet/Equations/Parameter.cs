using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Checks;
using LiquidNet.Seeding;

namespace LiquidNet.Equations;

/// <summary>A trainable matrix [inputs x outputs], or a vector with one number per neuron or synapse.</summary>
/// <remarks>
/// <para>Values are stored by columns, as in MathNet matrices: all inputs of one output are side by side.</para>
/// <para>A parameter may have a constraint. If it has a <see cref="Projection"/>, the values are projected when the parameter is created,
/// before each run and after each update. If it <see cref="IsPositive"/>, equations see the softplus of the values;
/// <see cref="GetEffectiveValues"/> and <see cref="SetEffectiveValues"/> read and write what they see.</para>
/// <para>Denormal values, of a magnitude below 1.17549435e-38, become zero at the beginning of each run.</para>
/// <para>Two cells that use the same parameter object share it; its gradient is then the sum of both.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Parameter : Signal
{
    internal Parameter(string name, int rows, int columns, float[] values, Projection? projection = null)
        : base(Require.Size(rows, nameof(rows)))
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var count = CountOf(rows, columns);
        if (values.Length != count)
        {
            throw new ArgumentException(
                $"Parameter '{name}' [{rows} x {columns}] needs {Counted.Of(count, "value")} but got {values.Length}.", nameof(values));
        }

        Name = name;
        Columns = columns;
        Storage = values;
        Projection = projection;
        projection?.Apply(values);
    }

    /// <summary>The name, unique within a cell. In a model of several cells, <see cref="ParameterSet.Named"/> has the full names.</summary>
    public string Name { get; }

    /// <summary>The number of outputs of a matrix; 1 for a vector.</summary>
    public int Columns { get; }

    /// <summary>The values [Rows x Columns], stored by columns; values written here count from the next run on.</summary>
    /// <remarks>If the parameter <see cref="IsPositive"/>, these are not the numbers that equations see.</remarks>
    public Span<float> Values => Storage;

    /// <summary>The constraint that the values keep, if any.</summary>
    public Projection? Projection { get; }

    /// <summary>Whether optimisers change the values.</summary>
    /// <value>Default: true.</value>
    public bool IsTrainable { get; set; } = true;

    /// <summary>Whether equations see the softplus of the values, which keeps what they see above zero.</summary>
    /// <value>Default: false.</value>
    public bool IsPositive { get; internal init; }

    /// <summary>Whether this is a matrix of weights, which weight decay is for, rather than one number per neuron or synapse.</summary>
    internal bool IsMatrix { get; init; }

    /// <summary>The array itself, for live matrix views and kernels.</summary>
    internal float[] Storage { get; }

    /// <summary>Creates a vector whose elements all start from one number.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">How many elements; at least 1.</param>
    /// <param name="initial">The initial value of every element. Default: 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element.</exception>
    public static Parameter Vector(string name, int units, float initial = 0) => new(name, units, 1, Filled(units, initial));

    /// <summary>Creates a vector from given values.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="values">The values, one per element; copied.</param>
    /// <param name="projection">A constraint that the values keep, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value.</exception>
    public static Parameter Vector(string name, ReadOnlySpan<float> values, Projection? projection = null) =>
        new(name, Require.Size(values.Length, nameof(values)), 1, values.ToArray(), projection);

    /// <summary>Creates a vector that equations see through softplus, so that it always stays positive.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">How many elements; at least 1.</param>
    /// <param name="initial">The initial number that equations see; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element, or the initial value is not positive and finite.</exception>
    public static Parameter Positive(string name, int units, float initial) => Positive(name, Filled(units, initial));

    /// <summary>Creates a vector that equations see through softplus, so that it always stays positive.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="initial">The initial numbers that equations see, one per element; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element, or an initial value is not positive and finite.</exception>
    public static Parameter Positive(string name, ReadOnlySpan<float> initial)
    {
        var units = Require.Size(initial.Length, nameof(initial));
        var parameter = new Parameter(name, units, 1, new float[units]) { IsPositive = true };
        parameter.SetEffectiveValues(initial);
        return parameter;
    }

    /// <summary>Creates a vector drawn uniformly from an interval.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">How many elements; at least 1.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element.</exception>
    public static Parameter Uniform(string name, int units, float low, float high, int seed) =>
        new(name, units, 1, Initializer.Uniform(Require.Size(units, nameof(units)), low, high, SplitMix64.For(seed, name)));

    /// <summary>Creates a matrix [inputs x outputs] with Glorot's uniform initialisation.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="inputs">Rows; at least 1.</param>
    /// <param name="outputs">Columns; at least 1.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the matrix too large for an array.</exception>
    /// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, equation
    /// 16.</remarks>
    public static Parameter Glorot(string name, int inputs, int outputs, int seed)
    {
        var count = CountOf(inputs, outputs);
        var bound = MathF.Sqrt(6f / ((float)inputs + outputs));
        return new Parameter(name, inputs, outputs, Initializer.Uniform(count, -bound, bound, SplitMix64.For(seed, name)))
        {
            IsMatrix = true,
        };
    }

    /// <summary>Creates a square matrix [units x units] with orthonormal columns, multiplied by a gain.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="units">Rows and columns; at least 1.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    /// <param name="gain">The length of every column. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the matrix too large for an array.</exception>
    /// <remarks>Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR
    /// 2014.</remarks>
    public static Parameter Orthogonal(string name, int units, int seed, float gain = 1)
    {
        CountOf(units, units);
        return new(name, units, units, Initializer.Orthogonal(units, gain, SplitMix64.For(seed, name))) { IsMatrix = true };
    }

    /// <summary>Creates a matrix [inputs x outputs] from given values.</summary>
    /// <param name="name">The name, unique within a cell.</param>
    /// <param name="inputs">Rows; at least 1.</param>
    /// <param name="outputs">Columns; at least 1.</param>
    /// <param name="values">The values, by columns; copied.</param>
    /// <param name="projection">A constraint that the values keep, or null.</param>
    /// <exception cref="ArgumentException">The number of values is not inputs times outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the matrix too large for an array.</exception>
    public static Parameter Of(string name, int inputs, int outputs, ReadOnlySpan<float> values, Projection? projection = null)
    {
        CountOf(inputs, outputs);
        return new(name, inputs, outputs, values.ToArray(), projection) { IsMatrix = true };
    }

    /// <summary>The numbers that equations see: the softplus of the values if the parameter is kept positive, otherwise the projected
    /// values.</summary>
    /// <returns>A copy [Rows x Columns], by columns.</returns>
    public float[] GetEffectiveValues()
    {
        if (IsPositive)
            return Array.ConvertAll(Storage, Softplus);
        float[] values = [.. Storage];
        Projection?.Apply(values);
        return values;
    }

    /// <summary>Sets the values so that equations see the given numbers, or the nearest ones that the projection allows.</summary>
    /// <param name="effective">The numbers that equations are to see [Rows x Columns], by columns; copied.</param>
    /// <exception cref="ArgumentException">The number of values is wrong; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The values are kept positive but a number is not positive and finite; nothing has
    /// changed.</exception>
    public void SetEffectiveValues(ReadOnlySpan<float> effective)
    {
        if (effective.Length != Storage.Length)
        {
            throw new ArgumentException(
                $"Parameter '{this}' has {Counted.Of(Storage.Length, "value")} but got {effective.Length}.", nameof(effective));
        }

        var values = effective.ToArray();
        if (IsPositive)
            values = Array.ConvertAll(values, InverseSoftplus);
        values.CopyTo(Storage, 0);
        Project();
    }

    /// <summary>Applies the projection at once, for assigned values that are to be read before the next run.</summary>
    public void Project() => Projection?.Apply(Storage);

    /// <summary>Name and shape.</summary>
    public override string ToString() => Columns == 1 ? $"{Name} [{Rows}]" : $"{Name} [{Rows} x {Columns}]";

    /// <summary>The value of which softplus is <paramref name="positive"/>.</summary>
    internal static float InverseSoftplus(float positive)
    {
        Require.Positive(positive, "The value of a parameter that is kept positive, such as a time constant,", nameof(positive));
        return positive < 1e-4f
            ? (float)(Math.Log(positive) + positive / 2.0)
            : (float)(positive + Math.Log(1 - Math.Exp(-(double)positive)));
    }

    /// <summary>Far below zero, <c>1 + e^x</c> is 1 in <c>double</c> too, and the logarithm would vanish.</summary>
    static float Softplus(float x) =>
        x < -15 ? (float)Math.Exp(x) : (float)(Math.Max(x, 0.0) + Math.Log(1 + Math.Exp(-Math.Abs((double)x))));

    static float[] Filled(int units, float value)
    {
        var values = new float[Require.Size(units, nameof(units))];
        Array.Fill(values, value);
        return values;
    }

    /// <summary>The number of values of a matrix. Messages name the caller's arguments.</summary>
    static int CountOf(
        int rows,
        int columns,
        [CallerArgumentExpression(nameof(rows))] string rowsName = "",
        [CallerArgumentExpression(nameof(columns))] string columnsName = "") => Require.Size(
            (long)Require.Size(rows, rowsName) * Require.Size(columns, columnsName), columnsName, $"A matrix [{rows} x {columns}]");
}
