using LiquidNet.Equations;
using LiquidNet.Online.Files;

namespace LiquidNet.Online.Influences;

/// <summary>How the parameters have moved the state of a stream, over all steps since it began: <c>P = ds/dp</c>.</summary>
sealed class Influence
{
    readonly int stateSize;
    readonly int[][] sweeps;
    readonly int[][] sources;
    readonly InfluenceBlock[] blocks;
    readonly (InfluenceBlock Block, int Row)[][] directs;
    readonly float[] jacobian;
    readonly GradientSet direct;
    bool hasBegun;

    /// <summary>Begins with none.</summary>
    /// <param name="network">Whose parameters and state.</param>
    /// <param name="isDirect">Whether it is kept for the units alone that a parameter acts on within one unfold.</param>
    public Influence(LiquidNetwork network, bool isDirect)
    {
        var model = network.Model;
        stateSize = model.StateSize;
        var elements = new ElementTable(network.Parameters, stateSize);
        var unfold = StepDependencies.OfUnfold(model.Step.Equation, elements);
        var step = StepDependencies.Repeated(unfold, model.Unfolds.MaxCount);
        sweeps = Sweeps.Of(step);
        sources = [.. step.Select(row => Enumerable.Range(0, stateSize).Where(source => row[source]).ToArray())];
        blocks = InfluenceLayout.Of(
            network.Parameters, elements, step, isDirect ? unfold : StepDependencies.Repeated(step, int.MaxValue));
        directs =
        [
            .. from rows in sweeps
               select (from row in rows
                       from block in blocks
                       let direct = block.DirectRowOf(row)
                       where direct >= 0
                       select (block, direct)).ToArray(),
        ];
        jacobian = new float[stateSize * stateSize];
        direct = new GradientSet(network.Parameters);
    }

    /// <summary>How many numbers there are.</summary>
    public long Size => blocks.Sum(block => block.Size);

    /// <summary>How many multiplications carry them over a step.</summary>
    public long Multiplications => blocks.Sum(block => block.Multiplications);

    /// <summary>Goes over the step that a stream has taken; where that is not finite, the past is forgotten.</summary>
    public void Advance(StreamStep step)
    {
        if (!hasBegun)
            Begin();
        for (var sweep = 0; sweep < sweeps.Length; sweep++)
            Sweep(step, sweeps[sweep], directs[sweep]);
        var isFinite = true;
        foreach (var block in blocks)
            isFinite &= block.Advance(jacobian);
        if (!isFinite)
            Clear();
    }

    /// <summary>Adds the gradient by all parameters, the readout's included.</summary>
    public void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet gradients)
    {
        step.BeginReverse(gradients);
        step.ReverseOutput(logitGradient);
        step.FinishReverse();
        foreach (var block in blocks)
            block.AddGradient(step.StateGradient, gradients);
    }

    /// <summary>Sets the influence to zero.</summary>
    public void Clear()
    {
        foreach (var block in blocks)
            block.Clear();
    }

    /// <summary>Writes the influence, or takes it over.</summary>
    public void Transfer(ILearnerState state)
    {
        if (!state.Flag("hasInfluence", hasBegun))
            return;
        for (var block = 0; block < blocks.Length; block++)
            blocks[block].Transfer(state, $"influence/{block}");
        hasBegun = true;
    }

    void Begin()
    {
        foreach (var block in blocks)
            block.Reserve();
        hasBegun = true;
    }

    void Sweep(StreamStep step, int[] rows, (InfluenceBlock Block, int Row)[] taking)
    {
        direct.Clear();
        step.BeginReverse(direct);
        foreach (var row in rows)
            step.StateGradient[row] = 1;
        step.ReverseStep();
        step.FinishReverse();
        foreach (var row in rows)
        {
            foreach (var source in sources[row])
                jacobian[row * stateSize + source] = step.StateGradient[source];
        }

        foreach (var (block, row) in taking)
            block.TakeDirect(row, direct);
    }
}
