using System.Numerics;
using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Online.Files;

namespace LiquidNet.Online.Influences;

/// <summary>The influence of those values of parameters that reach the same units: <c>P [units x values]</c>.</summary>
/// <remarks>The values of one unit lie side by side, so that an entry of the Jacobian multiplies them all at once.</remarks>
sealed class InfluenceBlock
{
    const int LongRun = 64;

    readonly int[] rows;
    readonly bool[] isDirect;
    readonly (int Row, int Source, int Entry)[] products;
    readonly ValueRun[] runs;
    readonly int count;
    readonly int size;
    float[] values = [];
    float[] next = [];

    /// <param name="rows">The units that the values reach.</param>
    /// <param name="isDirect">For each of them, whether a step's own parameters do.</param>
    /// <param name="runs">Where the values stand among all parameters.</param>
    /// <param name="stateSize">Rows of the state.</param>
    /// <param name="depends">Whether a row of the next state depends on one of the last state.</param>
    public InfluenceBlock(int[] rows, bool[] isDirect, ValueRun[] runs, int stateSize, Func<int, int, bool> depends)
    {
        (this.rows, this.isDirect, this.runs) = (rows, isDirect, runs);
        count = runs.Sum(run => run.Length);
        products =
        [
            .. from row in Enumerable.Range(0, rows.Length)
               from source in Enumerable.Range(0, rows.Length)
               where depends(rows[row], rows[source])
               select (row, source, rows[row] * stateSize + rows[source]),
        ];
        size = Require.Size((long)rows.Length * count, "network", "The influence of parameters on units");
    }

    /// <summary>How many numbers there are.</summary>
    public long Size => size;

    /// <summary>How many multiplications <see cref="Advance"/> takes.</summary>
    public long Multiplications => (long)products.Length * count;

    /// <summary>Makes room, when the first step is taken: a file is looked at first.</summary>
    public void Reserve() => (values, next) = (new float[size], new float[size]);

    /// <summary>Writes the numbers, or takes them over.</summary>
    public void Transfer(ILearnerState state, string name)
    {
        state.Expect(name, size);
        if (state.IsRead)
            Reserve();
        state.Values(name, values);
    }

    /// <summary>Which of the block's units a state's row is, if the values act on it within a step; else -1.</summary>
    public int DirectRowOf(int stateRow) => Array.IndexOf(rows, stateRow) is >= 0 and var row && isDirect[row] ? row : -1;

    /// <summary>Takes what the values do to one of the block's units within a step.</summary>
    public void TakeDirect(int row, GradientSet gradients)
    {
        var destination = next.AsSpan(row * count, count);
        foreach (var run in runs)
        {
            gradients[run.Parameter].Slice(run.Start, run.Length).CopyTo(destination);
            destination = destination[run.Length..];
        }
    }

    /// <summary><c>P = J P + D</c>.</summary>
    /// <param name="jacobian">The derivative of each row of the next state by each of the last one [state x state].</param>
    /// <returns>Whether all numbers are finite.</returns>
    public bool Advance(ReadOnlySpan<float> jacobian)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            if (!isDirect[row])
                next.AsSpan(row * count, count).Clear();
        }

        foreach (var (row, source, entry) in products)
            AddScaled(values.AsSpan(source * count, count), jacobian[entry], next.AsSpan(row * count, count));

        (values, next) = (next, values);
        return SmallNumbers.WriteFlushed(values, SmallNumbers.LeastAdjoint, values);
    }

    /// <summary>Adds the gradient of a loss to the gradients of the parameters.</summary>
    /// <param name="stateGradient">The gradient by the state [StateSize].</param>
    /// <param name="gradients">What to add to.</param>
    public void AddGradient(ReadOnlySpan<float> stateGradient, GradientSet gradients)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            var source = values.AsSpan(row * count, count);
            foreach (var run in runs)
            {
                AddScaled(source[..run.Length], stateGradient[rows[row]], gradients[run.Parameter].Slice(run.Start, run.Length));
                source = source[run.Length..];
            }
        }
    }

    /// <summary>Sets the influence to zero.</summary>
    public void Clear() => Array.Clear(values);

    /// <summary>Along a wiring blocks are short and many, and the kernel's way to its loop would take longer than the loop.</summary>
    static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> y)
    {
        if (y.Length >= LongRun)
        {
            Broadcasts.AddScaled(x, factor, 1, y.Length, perSample: false, y);
            return;
        }

        var at = 0;
        for (; at <= y.Length - Vector<float>.Count; at += Vector<float>.Count)
            (new Vector<float>(y[at..]) + factor * new Vector<float>(x[at..])).CopyTo(y[at..]);
        for (; at < y.Length; at++)
            y[at] += factor * x[at];
    }
}

/// <summary>Neighbouring values of a parameter.</summary>
/// <param name="Parameter">The parameter's position.</param>
/// <param name="Start">The first value.</param>
/// <param name="Length">How many.</param>
readonly record struct ValueRun(int Parameter, int Start, int Length);
