using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Online.Files;

namespace LiquidNet.Online.Influences;

/// <summary>The influence of those values of parameters that reach the same units: <c>P [units x values]</c>.</summary>
/// <remarks>The values of one unit lie side by side, so that an entry of the Jacobian multiplies them all at once.</remarks>
sealed class InfluenceBlock
{
    readonly int[] rows;
    readonly UnitDependencies dependencies;
    readonly RowCombinations carried;
    readonly RowCombinations collected;
    readonly int count;
    readonly int stride;
    readonly int size;
    RowCombinations? added;
    float[] values = [];
    float[] next = [];
    float[] sums = [];

    /// <param name="rows">The units that the values reach.</param>
    /// <param name="directRows">Those of them that the values act on within a part of a step.</param>
    /// <param name="runs">Where the values stand among all parameters.</param>
    /// <param name="dependencies">What depends on what.</param>
    public InfluenceBlock(int[] rows, int[] directRows, ValueRun[] runs, UnitDependencies dependencies)
    {
        (this.rows, this.dependencies) = (rows, dependencies);
        (DirectRows, Runs) = (directRows, runs);
        count = runs.Sum(run => run.Length);
        stride = RowCombinations.StrideOf(count);
        size = Require.Size((long)rows.Length * count, "network", "The influence of parameters on units");
        Require.Size((long)rows.Length * stride, "network", "The influence of parameters on units");
        carried = new(rows.Length, count, Terms(rows, dependencies.OverStep, start: 0, firstDerivative: 0));
        collected = new(1, count, [.. rows.Select((unit, row) => new RowTerm(0, row * stride, unit))]);
    }

    /// <summary>The units that the values act on within a part of a step.</summary>
    public int[] DirectRows { get; }

    /// <summary>Where the values stand among all parameters.</summary>
    public ValueRun[] Runs { get; }

    /// <summary>How many numbers there are.</summary>
    public long Size => size;

    /// <summary>How many numbers say what the values do within a part of a step [direct rows x values], each row padded.</summary>
    public int DirectLength => checked(DirectRows.Length * stride);

    /// <summary>From where a row of those begins to where the next one does.</summary>
    public int Stride => stride;

    /// <summary>How many multiplications carry the numbers over a step.</summary>
    public long Multiplications => (long)carried.Count * count;

    /// <summary>Takes a place on a sheet.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="start">Where what the values do within a part stands in its column.</param>
    public void PlaceOn(DerivativeSheet sheet, int start) => added = new(
        rows.Length, count,
        [
            .. from part in Enumerable.Range(0, sheet.Columns)
               from term in Terms(DirectRows, dependencies.AfterPart, sheet.ColumnLength * part + start, sheet.JacobianLength * part)
               select term,
        ]);

    /// <summary>Makes room, when the first step is taken: a file is looked at first.</summary>
    public void Reserve()
    {
        values = new float[rows.Length * stride];
        next = new float[values.Length];
        sums = new float[stride];
    }

    /// <summary>Writes the numbers, or takes them over; a file knows no padding.</summary>
    public void Transfer(ILearnerState state, string name)
    {
        state.Expect(name, size);
        if (state.IsRead)
            Reserve();
        var whole = new float[size];
        for (var row = 0; row < rows.Length; row++)
            values.AsSpan(row * stride, count).CopyTo(whole.AsSpan(row * count));
        state.Values(name, whole);
        for (var row = 0; row < rows.Length; row++)
            whole.AsSpan(row * count, count).CopyTo(values.AsSpan(row * stride));
    }

    /// <summary>Begins a step.</summary>
    public void Begin() => Array.Clear(next);

    /// <summary>Adds what the values do to the units within parts of the step.</summary>
    /// <param name="sheet">What is done within the parts.</param>
    public void Add(DerivativeSheet sheet) => added!.Add(sheet.All, sheet.Onward, next);

    /// <summary><c>P = J P + D</c>, where <c>D</c> has been added.</summary>
    /// <param name="jacobian">The derivatives of the state after the step by that before it.</param>
    /// <returns>Whether all numbers are finite.</returns>
    public bool Advance(ReadOnlySpan<float> jacobian)
    {
        carried.Add(values, jacobian, next);
        (values, next) = (next, values);
        return SmallNumbers.WriteFlushed(values, SmallNumbers.LeastAdjoint, values);
    }

    /// <summary>Adds the gradient of a loss to the gradients of the parameters.</summary>
    /// <param name="stateGradient">The gradient by the state [StateSize].</param>
    /// <param name="gradients">What to add to.</param>
    public void AddGradient(ReadOnlySpan<float> stateGradient, GradientSet gradients)
    {
        Array.Clear(sums);
        collected.Add(values, stateGradient, sums);
        ReadOnlySpan<float> source = sums;
        foreach (var run in Runs)
        {
            var gradient = gradients[run.Parameter].Slice(run.Start, run.Length);
            for (var value = 0; value < gradient.Length; value++)
                gradient[value] += source[value];
            source = source[run.Length..];
        }
    }

    /// <summary>Sets the influence to zero.</summary>
    public void Clear() => Array.Clear(values);

    /// <summary>The sums that move rows of other units to the block's, by derivatives as a <see cref="StateJacobian"/> holds
    /// them.</summary>
    RowTerm[] Terms(int[] sources, Func<int, int, bool> depends, int start, int firstDerivative) =>
    [
        .. from row in Enumerable.Range(0, rows.Length)
           from source in Enumerable.Range(0, sources.Length)
           where depends(rows[row], sources[source])
           let derivative = StateJacobian.IndexOf(dependencies.StateSize, rows[row], sources[source])
           select new RowTerm(row, start + source * stride, firstDerivative + derivative),
    ];
}

/// <summary>Neighbouring values of a parameter.</summary>
/// <param name="Parameter">The parameter's position.</param>
/// <param name="Start">The first value.</param>
/// <param name="Length">How many.</param>
readonly record struct ValueRun(int Parameter, int Start, int Length);
