using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>The influence of all blocks whose rows are equally long: <c>P [units x values]</c>, block below block.</summary>
sealed class InfluenceRows
{
    readonly InfluenceBlock[] blocks;
    readonly int[] firstRows;
    readonly RowCombinations carried;
    readonly RowCombinations added;
    readonly RowCombinations collected;
    readonly (int Parameter, NumberRun[] Runs)[] delivered;
    float[] values = [];
    float[] next = [];
    float[] sums = [];

    /// <param name="blocks">The blocks.</param>
    /// <param name="sheet">Where is written what the values do within a step.</param>
    /// <param name="dependencies">Which units depend on which.</param>
    public InfluenceRows(InfluenceBlock[] blocks, DerivativeSheet sheet, UnitDependencies dependencies)
    {
        this.blocks = blocks;
        Stride = blocks[0].Stride;
        var stride = Stride;
        firstRows = new int[blocks.Length + 1];
        var (carrying, adding, collecting) = (new List<RowTerm>(), new List<RowTerm>(), new List<RowTerm>());
        for (var index = 0; index < blocks.Length; index++)
        {
            var (block, first) = (blocks[index], firstRows[index]);
            firstRows[index + 1] = checked(first + block.Rows.Length);
            Require.Size((long)firstRows[index + 1] * stride, "network", "The influence of parameters on units");
            carrying.AddRange(dependencies.TermsOverStep(block.Rows).Select(
                term => new RowTerm(first + term.Row, (first + term.Source) * stride, term.Coefficient)));
            Multiplications += (long)carrying.Count(term => term.Row >= first) * block.Count;
            adding.AddRange(
                from term in dependencies.TermsAfterPart(block.Rows, block.DirectRows)
                from column in Enumerable.Range(0, sheet.Columns)
                let place = sheet.ColumnLength * column + sheet.StartOf(block) + term.Source * stride
                select new RowTerm(first + term.Row, place, sheet.JacobianLength * column + term.Coefficient));
            collecting.AddRange(block.Rows.Select((unit, row) => new RowTerm(index, (first + row) * stride, unit)));
        }

        carried = new(firstRows[^1], stride, carrying);
        added = new(firstRows[^1], stride, adding);
        collected = new(blocks.Length, stride, collecting);
        delivered =
        [
            .. from run in blocks.SelectMany((block, index) => RunsOf(block, index * stride))
               group run.Run by run.Parameter into ofParameter
               select (ofParameter.Key, ofParameter.ToArray()),
        ];
    }

    /// <summary>From where the values of a unit begin to where those of the next one do.</summary>
    public int Stride { get; }

    /// <summary>How many multiplications carry the numbers over a step.</summary>
    public long Multiplications { get; }

    /// <summary>Makes room, when the first step is taken: a file is looked at first.</summary>
    public void Reserve()
    {
        values = new float[firstRows[^1] * Stride];
        next = new float[values.Length];
        sums = new float[blocks.Length * Stride];
    }

    /// <summary>Copies the numbers of a block; a file knows no padding.</summary>
    public void CopyTo(InfluenceBlock block, Span<float> destination)
    {
        for (var row = 0; row < block.Rows.Length; row++)
            RowOf(block, row).CopyTo(destination[(row * block.Count)..]);
    }

    /// <summary>Takes the numbers of a block over.</summary>
    public void CopyFrom(InfluenceBlock block, ReadOnlySpan<float> source)
    {
        for (var row = 0; row < block.Rows.Length; row++)
            source.Slice(row * block.Count, block.Count).CopyTo(RowOf(block, row));
    }

    /// <summary>Begins a step.</summary>
    public void Begin() => Array.Clear(next);

    /// <summary>Adds what the values do to the units within those parts of the step that are noted.</summary>
    /// <param name="sheet">What is done within the parts.</param>
    /// <param name="onward">For each part, the derivatives of the state after the step by that after the part.</param>
    public void Add(DerivativeSheet sheet, ReadOnlySpan<float> onward) => added.Add(sheet.All, onward, next);

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
    /// <param name="stateGradient">The gradient with respect to the state [StateSize].</param>
    /// <param name="gradients">What to add to.</param>
    public void AddGradient(ReadOnlySpan<float> stateGradient, GradientSet gradients)
    {
        Array.Clear(sums);
        collected.Add(values, stateGradient, sums);
        foreach (var (parameter, runs) in delivered)
            NumberRun.Add(runs, sums, gradients[parameter]);
    }

    /// <summary>Sets the influence to zero.</summary>
    public void Clear() => Array.Clear(values);

    /// <summary>From where in a row to where in a parameter its values go.</summary>
    static IEnumerable<(int Parameter, NumberRun Run)> RunsOf(InfluenceBlock block, int at)
    {
        foreach (var (parameter, start, length) in block.Runs)
        {
            yield return (parameter, new NumberRun(start, at, length));
            at += length;
        }
    }

    Span<float> RowOf(InfluenceBlock block, int row) =>
        values.AsSpan((firstRows[Array.IndexOf(blocks, block)] + row) * Stride, block.Count);
}
