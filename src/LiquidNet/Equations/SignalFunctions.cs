using System.Globalization;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations;

/// <summary>The functions of which equations are made; meant for <c>using static</c>.</summary>
public static class SignalFunctions
{
    /// <summary>A number that is the same everywhere.</summary>
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

    /// <summary>What an exponential decay has covered: <c>1 - e^-x</c>, exact also where x is tiny.</summary>
    public static Signal OneMinusExp(Signal x) => new Elementwise<OneMinusExp>(x);

    /// <summary>Natural logarithm: negative infinity at zero, not a number below.</summary>
    public static Signal Log(Signal x) => new Elementwise<Log>(x);

    /// <summary>Square root: not a number below zero, and at zero of infinite slope.</summary>
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
    /// <param name="negativeSlope">The slope below and at zero, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not a finite number above zero.</exception>
    public static Signal LeakyRelu(Signal x, float negativeSlope = 0.01f) =>
        new Elementwise<LeakyRelu>(x, new(CheckPositive(negativeSlope, nameof(negativeSlope))));

    /// <summary>Exponential linear unit: <c>x</c> above zero, <c>alpha (e^x - 1)</c> below.</summary>
    /// <remarks>Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", ICLR 2016.</remarks>
    /// <param name="x">The signal.</param>
    /// <param name="alpha">Towards the negative of which the result falls, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not a finite number above zero.</exception>
    public static Signal Elu(Signal x, float alpha = 1) => new Elementwise<Elu>(x, new(CheckPositive(alpha, nameof(alpha))));

    /// <summary>Sigmoid-weighted linear unit: <c>x sigmoid(x)</c>.</summary>
    public static Signal Silu(Signal x) => new Elementwise<Silu>(x);

    /// <summary>Gaussian error linear unit, exact: <c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    public static Signal Gelu(Signal x) => new Elementwise<Gelu>(x);

    /// <summary>Absolute value.</summary>
    public static Signal Abs(Signal x) => new Elementwise<Abs>(x);

    /// <summary>Holds a signal within limits: <c>min(high, max(low, x))</c>; beyond them its slope is zero.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="low">The least result.</param>
    /// <param name="high">The greatest result.</param>
    /// <exception cref="ArgumentException">The least result is above the greatest, or one of them is not a number.</exception>
    public static Signal Clamp(Signal x, float low, float high) => low <= high
        ? new Elementwise<Clamp>(x, new(low, high))
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"The limits of a clamp must be in order, but are {low} and {high}."), nameof(low));

    /// <summary>Turns the rows of every sample into probabilities that sum to one: <c>y_r = e^x_r / sum_q e^x_q</c>.</summary>
    /// <remarks>It is stable: the largest row is subtracted first, so nothing overflows.</remarks>
    public static Signal Softmax(Signal x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Softmax(x);
    }

    /// <summary>Moves from one signal towards another: <c>from + share (to - from)</c>.</summary>
    /// <param name="from">The result for a share of 0.</param>
    /// <param name="to">The result for a share of 1.</param>
    /// <param name="share">One number per row, or one per sample.</param>
    /// <exception cref="ArgumentException">The numbers of rows do not match.</exception>
    public static Signal Lerp(Signal from, Signal to, Signal share)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(share);
        return Operators.Lerp.Takes(from, to, share) ? new Lerp(from, to, share) : from + share * (to - from);
    }

    /// <summary>Sets elements to zero at random while training, with the others scaled so that the mean stays.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="rate">Probability of a zero, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    /// <exception cref="ArgumentException">The signal is made of parameters alone, which are the same for all samples.</exception>
    public static Signal Dropout(Signal x, float rate)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (rate is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate must be at least 0 and below 1.");
        if (x.Tempo == Tempo.Constant)
            throw new ArgumentException("Dropout is for what flows through the equation, not for a signal of parameters alone.", nameof(x));
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

    /// <summary>Some neighbouring rows of a signal, without a copy.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="start">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <exception cref="ArgumentException">The rows do not lie within the signal.</exception>
    public static Signal Slice(Signal signal, int start, int rows)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (start == 0 && rows == signal.Rows)
            return signal;
        if (start < 0 || rows < 1 || rows > signal.Rows - start)
            throw new ArgumentException($"{rows} rows from {start} on do not lie within a signal of {signal.Rows} rows.", nameof(start));
        if (signal is Concatenation whole)
        {
            var first = 0;
            foreach (var part in whole.Sources)
            {
                if (start >= first && start + rows <= first + part.Rows)
                    return Slice(part, start - first, rows);
                first += part.Rows;
            }
        }

        return new Slice(signal, start, rows);
    }

    /// <summary><c>W x</c>; a concatenation is multiplied part by part, without being copied together.</summary>
    /// <param name="weights">Matrix [inputs x outputs].</param>
    /// <param name="x">Signal of as many rows as the matrix has inputs.</param>
    /// <exception cref="ArgumentException">The sizes do not match, the signal is made of parameters alone, or the matrix is constrained to
    /// be positive.</exception>
    public static Signal Affine(Parameter weights, Signal x) => Affine(null, (x, weights));

    /// <summary><c>bias + W x</c>.</summary>
    /// <param name="bias">Vector with one number per output.</param>
    /// <param name="weights">Matrix [inputs x outputs].</param>
    /// <param name="x">Signal of as many rows as the matrix has inputs.</param>
    /// <exception cref="ArgumentException">The sizes do not match, the signal is made of parameters alone, or the matrix is constrained to
    /// be positive.</exception>
    public static Signal Affine(Signal? bias, Parameter weights, Signal x) => Affine(bias, (x, weights));

    /// <summary><c>bias + sum_k W_k x_k</c>: what depends on the input alone is computed once per time step.</summary>
    /// <param name="bias">Vector with one number per output, another signal of as many rows, or null.</param>
    /// <param name="terms">Signals and the matrices [inputs x outputs] that multiply them.</param>
    /// <exception cref="ArgumentException">There is no term, sizes do not match, a signal is made of parameters alone, or a matrix is
    /// constrained to be positive.</exception>
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
            throw new ArgumentException($"The bias has {bias.Rows} rows but the weights have {outputs} outputs.", nameof(bias));

        var parts = new List<AffineTerm>();
        foreach (var (x, weights) in terms)
        {
            CheckFit(weights, x, outputs, nameof(terms));
            var offset = 0;
            foreach (var part in PartsOf(x))
            {
                parts.Add(new AffineTerm(part, weights, offset));
                offset += part.Rows;
            }
        }

        var result = bias is { Tempo: Tempo.Constant } ? bias : null;
        foreach (var tempo in (ReadOnlySpan<Tempo>)[Tempo.Sample, Tempo.Unfold])
        {
            if (parts.Where(part => part.Source.Tempo == tempo).ToArray() is { Length: > 0 } ofTempo)
                result = new Affine(result, ofTempo);
        }

        return bias is null or { Tempo: Tempo.Constant } ? result! : result! + bias;
    }

    /// <summary><c>start + W_start x + dt (slope + W_slope x)</c>: an affine map that moves in a straight line as time passes.</summary>
    /// <remarks>Where all timespans of a run are equal, it costs one product instead of two.</remarks>
    /// <param name="timespan">The time that passes [1].</param>
    /// <param name="start">Bias, one number per output, and weights [inputs x outputs] at a timespan of zero.</param>
    /// <param name="slope">By how much they grow in a unit of time.</param>
    /// <param name="x">Signal of as many rows as the matrices have inputs.</param>
    /// <exception cref="ArgumentException">The sizes do not match, a bias is not made of parameters alone, or the signal is.</exception>
    public static Signal TimedAffine(
        Signal timespan, (Signal Bias, Parameter Weights) start, (Signal Bias, Parameter Weights) slope, Signal x)
    {
        ArgumentNullException.ThrowIfNull(timespan);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(start.Bias, nameof(start));
        ArgumentNullException.ThrowIfNull(start.Weights, nameof(start));
        ArgumentNullException.ThrowIfNull(slope.Bias, nameof(slope));
        ArgumentNullException.ThrowIfNull(slope.Weights, nameof(slope));
        if (timespan.Rows != 1)
            throw new ArgumentException($"A timespan has 1 row, not {timespan.Rows}.", nameof(timespan));
        var outputs = start.Weights.Columns;
        CheckFit(start.Weights, x, outputs, nameof(start));
        CheckFit(slope.Weights, x, outputs, nameof(slope));
        CheckBias(start.Bias, outputs, nameof(start));
        CheckBias(slope.Bias, outputs, nameof(slope));

        if (timespan.Tempo == Tempo.Constant)
            return Affine(start.Bias, start.Weights, x) + timespan * Affine(slope.Bias, slope.Weights, x);

        var parts = new List<TimedTerm>();
        var offset = 0;
        foreach (var part in PartsOf(x))
        {
            var source = part.Tempo < timespan.Tempo ? new Concatenation(timespan.Tempo, part) : part;
            parts.Add(new TimedTerm(source, start.Weights, slope.Weights, offset));
            offset += part.Rows;
        }

        var (result, slopeBias) = (start.Bias, (Signal?)slope.Bias);
        foreach (var tempo in (ReadOnlySpan<Tempo>)[Tempo.Sample, Tempo.Unfold])
        {
            if (parts.Where(part => part.Source.Tempo == tempo).ToArray() is not { Length: > 0 } ofTempo)
                continue;
            result = new Slice(new TimedAffine(result, slopeBias, timespan, ofTempo), 0, outputs);
            slopeBias = null;
        }

        return result;
    }

    static ReadOnlySpan<Signal> PartsOf(Signal x) => x is Concatenation whole ? whole.Sources : new[] { x };

    static void CheckFit(Parameter weights, Signal x, int outputs, string name)
    {
        if (weights.Rows != x.Rows || weights.Columns != outputs || weights.IsPositive)
        {
            throw new ArgumentException(
                $"Weights {weights} do not fit a signal of {x.Rows} rows and {outputs} outputs: expected an unconstrained matrix [{x.Rows} x {outputs}].",
                name);
        }

        if (PartsOf(x).ToArray().Any(part => part.Tempo == Tempo.Constant))
            throw new ArgumentException("A matrix multiplies what flows through the equation, not a signal of parameters alone.", name);
    }

    static void CheckBias(Signal bias, int outputs, string name)
    {
        if (bias.Rows != outputs || bias.Tempo != Tempo.Constant)
            throw new ArgumentException($"A bias has {outputs} rows here, made of parameters alone; this one has {bias.Rows}.", name);
    }

    static float CheckPositive(float number, string name) => number > 0 && float.IsFinite(number)
        ? number
        : throw new ArgumentOutOfRangeException(name, number, "The number must be finite and above zero.");
}
