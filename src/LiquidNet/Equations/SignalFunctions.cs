using LiquidNet.Checks;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations;

/// <summary>The functions that equations are made of, meant for <c>using static</c>.</summary>
public static class SignalFunctions
{
    /// <summary>A constant number.</summary>
    public static Signal Constant(float value) => new Constant(value);

    /// <summary>Hyperbolic tangent.</summary>
    public static Signal Tanh(Signal x) => new Elementwise<Tanh>(x);

    /// <summary>LeCun's scaled hyperbolic tangent: <c>1.7159 tanh(0.666 x)</c>.</summary>
    /// <remarks>LeCun et al., "Efficient BackProp", 1998, with the factor 0.666 that ncps uses.</remarks>
    public static Signal LecunTanh(Signal x) => new Elementwise<LecunTanh>(x);

    /// <summary>Logistic function: <c>1 / (1 + e^-x)</c>.</summary>
    public static Signal Sigmoid(Signal x) => new Elementwise<Sigmoid>(x);

    /// <summary>Softsign: <c>x / (1 + |x|)</c>.</summary>
    public static Signal Softsign(Signal x) => new Elementwise<Softsign>(x);

    /// <summary>Exponential function: <c>e^x</c>.</summary>
    public static Signal Exp(Signal x) => new Elementwise<Exp>(x);

    /// <summary>The complement of an exponential decay: <c>1 - e^-x</c>, accurate even if <c>x</c> is tiny.</summary>
    public static Signal OneMinusExp(Signal x) => new Elementwise<OneMinusExp>(x);

    /// <summary>Natural logarithm; negative infinity at zero, <c>NaN</c> below.</summary>
    public static Signal Log(Signal x) => new Elementwise<Log>(x);

    /// <summary>Square root; <c>NaN</c> below zero, and with an infinite slope at zero.</summary>
    public static Signal Sqrt(Signal x) => new Elementwise<Sqrt>(x);

    /// <summary>Sine of an angle in radians.</summary>
    public static Signal Sin(Signal x) => new Elementwise<Sin>(x);

    /// <summary>Cosine of an angle in radians.</summary>
    public static Signal Cos(Signal x) => new Elementwise<Cos>(x);

    /// <summary>Smooth rectifier: <c>log(1 + e^x)</c>.</summary>
    public static Signal Softplus(Signal x) => new Elementwise<Softplus>(x);

    /// <summary>Rectified linear unit: <c>max(0, x)</c>.</summary>
    public static Signal Relu(Signal x) => new Elementwise<Relu>(x);

    /// <summary>Leaky rectified linear unit: <c>x</c> above zero, <c>negativeSlope x</c> below.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="negativeSlope">The slope at and below zero; must be above zero. Default: 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not a finite number above zero.</exception>
    public static Signal LeakyRelu(Signal x, float negativeSlope = 0.01f) =>
        new Elementwise<LeakyRelu>(x, new(Require.Positive(negativeSlope, "The slope")));

    /// <summary>Exponential linear unit: <c>x</c> above zero, <c>alpha (e^x - 1)</c> below.</summary>
    /// <remarks>Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", ICLR 2016.</remarks>
    /// <param name="x">The signal.</param>
    /// <param name="alpha">The result approaches <c>-alpha</c> for large negative <c>x</c>; must be above zero. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not a finite number above zero.</exception>
    public static Signal Elu(Signal x, float alpha = 1) => new Elementwise<Elu>(x, new(Require.Positive(alpha, "The number")));

    /// <summary>Sigmoid-weighted linear unit: <c>x sigmoid(x)</c>.</summary>
    public static Signal Silu(Signal x) => new Elementwise<Silu>(x);

    /// <summary>Gaussian error linear unit, exact: <c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    public static Signal Gelu(Signal x) => new Elementwise<Gelu>(x);

    /// <summary>Absolute value.</summary>
    public static Signal Abs(Signal x) => new Elementwise<Abs>(x);

    /// <summary>Limits a signal: <c>min(high, max(low, x))</c>; outside the limits the slope is zero.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="low">The smallest result.</param>
    /// <param name="high">The largest result.</param>
    /// <exception cref="ArgumentException">The smallest result is above the largest, or one of them is <c>NaN</c>.</exception>
    public static Signal Clamp(Signal x, float low, float high) => low <= high
        ? new Elementwise<Clamp>(x, new(low, high))
        : throw new ArgumentException(
            FormattableString.Invariant($"The limits of a clamp must be in order, but are {low} and {high}."), nameof(low));

    /// <summary>One where a value is missing (<c>NaN</c>), zero where it is a number; the slope is zero.</summary>
    public static Signal IsNaN(Signal x) => new Elementwise<IsNaN>(x);

    /// <summary>Zero where a value is missing (<c>NaN</c>); numbers and their gradients pass unchanged.</summary>
    public static Signal ZeroIfNaN(Signal x) => new Elementwise<ZeroIfNaN>(x);

    /// <summary>Softmax over the rows of every sample, which then sum to one: <c>y_r = e^x_r / sum_q e^x_q</c>.</summary>
    /// <remarks>The largest row is subtracted first, so that nothing overflows.</remarks>
    public static Signal Softmax(Signal x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Softmax(x);
    }

    /// <summary>The mean over the rows of every sample: one row.</summary>
    public static Signal Mean(Signal x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Mean(x);
    }

    /// <summary>Layer normalisation over the rows of every sample: <c>(x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon)</c>.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="epsilon">A number added to the variance, so that rows of equal values can be normalised; above zero. Default:
    /// 1e-5.</param>
    /// <remarks>Ba, Kiros and Hinton, "Layer Normalization", 2016, without gain and bias, which are a product and a sum.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is not a finite number above zero.</exception>
    public static Signal LayerNorm(Signal x, float epsilon = 1e-5f)
    {
        ArgumentNullException.ThrowIfNull(x);

        // Without the first row, large rows that are nearly equal would differ from their mean by its rounding alone.
        var shifted = x - Slice(x, 0, 1);
        var centred = shifted - Mean(shifted);
        return centred / Sqrt(Mean(centred * centred) + Require.Positive(epsilon, "Epsilon"));
    }

    /// <summary>Interpolates between two signals: <c>from + amount (to - from)</c>.</summary>
    /// <param name="from">The result for an amount of 0.</param>
    /// <param name="to">The result for an amount of 1.</param>
    /// <param name="amount">One number per row, or one per sample.</param>
    /// <exception cref="ArgumentException">The numbers of rows do not match.</exception>
    public static Signal Lerp(Signal from, Signal to, Signal amount) => from + amount * (to - from);

    /// <summary>Dropout: sets elements to zero at random during training and scales the others so that the mean is kept.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="rate">Probability of a zero, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    public static Signal Dropout(Signal x, float rate)
    {
        ArgumentNullException.ThrowIfNull(x);
        Require.Share(rate, "A dropout rate");
        return rate == 0 ? x : new Dropout(x, rate);
    }

    /// <summary>The rows of several signals, one after the other.</summary>
    /// <exception cref="ArgumentException">No signal was given.</exception>
    public static Signal Concatenate(params Signal[] signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signals.Length == 0)
            throw new ArgumentException("There is nothing to concatenate.", nameof(signals));
        foreach (var signal in signals)
            ArgumentNullException.ThrowIfNull(signal, nameof(signals));
        return signals.Length == 1 ? signals[0] : new Concatenation(signals);
    }

    /// <summary>Consecutive rows of a signal, without a copy.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="start">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <exception cref="ArgumentException">The rows are not within the signal.</exception>
    public static Signal Slice(Signal signal, int start, int rows)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return start == 0 && rows == signal.Rows ? signal : new Slice(signal, start, rows);
    }

    /// <summary>The product <c>W x</c>. A concatenation is multiplied part by part, without being copied.</summary>
    /// <param name="weights">Matrix [inputs x outputs].</param>
    /// <param name="x">Signal with as many rows as the matrix has inputs.</param>
    /// <exception cref="ArgumentException">The sizes do not match, or the matrix is constrained to be positive.</exception>
    public static Signal Affine(Parameter weights, Signal x) => Affine(null, (x, weights));

    /// <summary>The affine map <c>bias + W x</c>.</summary>
    /// <param name="bias">Vector with one number per output.</param>
    /// <param name="weights">Matrix [inputs x outputs].</param>
    /// <param name="x">Signal with as many rows as the matrix has inputs.</param>
    /// <exception cref="ArgumentException">The sizes do not match, or the matrix is constrained to be positive.</exception>
    public static Signal Affine(Signal? bias, Parameter weights, Signal x) => Affine(bias, (x, weights));

    /// <summary>The affine map <c>bias + sum_k W_k x_k</c>. Terms that depend only on the input are computed once per time step.</summary>
    /// <param name="bias">Vector with one number per output, another signal with as many rows, or null.</param>
    /// <param name="terms">Signals and the matrices [inputs x outputs] that multiply them.</param>
    /// <exception cref="ArgumentException">There is no term, sizes do not match, or a matrix is constrained to be positive.</exception>
    public static Signal Affine(Signal? bias, params (Signal X, Parameter Weights)[] terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Length == 0)
            throw new ArgumentException("An affine map needs at least one product.", nameof(terms));
        foreach (var (x, weights) in terms)
        {
            ArgumentNullException.ThrowIfNull(x, nameof(terms));
            ArgumentNullException.ThrowIfNull(weights, nameof(terms));
        }

        var outputs = terms[0].Weights.Columns;
        if (bias is not null && bias.Rows != outputs)
        {
            throw new ArgumentException(
                $"The bias has {Counted.Of(bias.Rows, "row")} but the weights have {Counted.Of(outputs, "output")}.", nameof(bias));
        }

        foreach (var (x, weights) in terms)
        {
            if (weights.Rows != x.Rows || weights.Columns != outputs || weights.IsPositive)
            {
                throw new ArgumentException(
                    $"Weights {weights} do not fit a signal of {Counted.Of(x.Rows, "row")} and {Counted.Of(outputs, "output")}: "
                    + $"expected an unconstrained matrix [{x.Rows} x {outputs}].",
                    nameof(terms));
            }
        }

        return new Affine(bias, [.. terms.Select(term => new AffineTerm(term.X, term.Weights, Offset: 0))]);
    }

    /// <summary>
    /// The contribution of synapses to their targets: <c>y_t = sum_s w_s sigmoid(k_s (v_s - m_s))</c> over the synapses <c>s</c> of target
    /// <c>t</c>.
    /// </summary>
    /// <remarks>
    /// <para>With conductances as weights this is the open conductance at each target; with conductances times reversal potentials it is
    /// the current. If an equation has both over the same synapses, they are computed in one pass.</para>
    /// <para>Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature Machine Intelligence 2020.</para>
    /// </remarks>
    /// <param name="source">The signal <c>v</c> from which all synapses start.</param>
    /// <param name="sources">The row of <paramref name="source"/> from which each synapse starts [synapses], sorted by target:
    /// <c>Sources</c> of a synapse table.</param>
    /// <param name="starts">Where the synapses of each target begin, followed by the number of synapses [targets + 1]: <c>Starts</c> of the
    /// table.</param>
    /// <param name="weights">The contribution <c>w</c> of a fully open synapse [synapses].</param>
    /// <param name="midpoints">The midpoint <c>m</c>, at which a synapse is half open [synapses].</param>
    /// <param name="steepnesses">The steepness <c>k</c> of its opening [synapses].</param>
    /// <returns>The sums [targets].</returns>
    /// <exception cref="ArgumentException">The table does not fit the signals, or there is no synapse.</exception>
    public static Signal SynapticSum(
        Signal source, ReadOnlySpan<int> sources, ReadOnlySpan<int> starts, Signal weights, Signal midpoints, Signal steepnesses)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(midpoints);
        ArgumentNullException.ThrowIfNull(steepnesses);
        if (sources.IsEmpty || weights.Rows != sources.Length || midpoints.Rows != sources.Length || steepnesses.Rows != sources.Length)
        {
            throw new ArgumentException(
                $"{sources.Length} synapses do not fit {weights.Rows} weights, " +
                $"{midpoints.Rows} midpoints and {steepnesses.Rows} steepnesses.",
                nameof(sources));
        }

        foreach (var row in sources)
        {
            if (row < 0 || row >= source.Rows)
                throw new ArgumentException($"A synapse starts from row {row}, but the source has {source.Rows} rows.", nameof(sources));
        }

        if (starts.Length < 2 || starts[0] != 0 || starts[^1] != sources.Length)
            throw new ArgumentException($"Starts go from 0 to the number of synapses, {sources.Length}.", nameof(starts));
        for (var target = 1; target < starts.Length; target++)
        {
            if (starts[target] < starts[target - 1])
                throw new ArgumentException($"The synapses of target {target - 1} begin after those of the next.", nameof(starts));
        }

        return new SynapticSum(
            source, weights, midpoints, steepnesses, new IndexList(sources.ToArray()), new IndexList(starts.ToArray()));
    }
}
