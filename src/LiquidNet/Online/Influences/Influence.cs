using LiquidNet.Equations;
using LiquidNet.Online.Files;

namespace LiquidNet.Online.Influences;

/// <summary>How the parameters have moved the state of a stream, over all steps since it began: <c>P = ds/dp</c>.</summary>
sealed class Influence
{
    readonly InfluenceBlock[] blocks;
    readonly StateJacobian jacobian;
    readonly IStepDerivatives derivatives;
    readonly DerivativeSheet sheet;
    bool hasBegun;

    /// <summary>Begins with none.</summary>
    /// <param name="network">Whose parameters and state.</param>
    /// <param name="isDirect">Whether it is kept for the units alone that a parameter acts on within one unfold.</param>
    public Influence(LiquidNetwork network, bool isDirect)
    {
        var model = network.Model;
        var elements = new ElementTable(network.Parameters, model.StateSize);
        var unfold = StepDependencies.OfUnfold(model.Step.Equation, elements);
        var step = StepDependencies.Repeated(unfold, model.Unfolds.MaxCount);
        var reach = isDirect ? unfold : StepDependencies.Repeated(step, int.MaxValue);
        var stepSweeps = Sweeps.Of(step);
        var local = new LocalEquation(model.Step.Equation, model.StateSize);
        var localRows = StepDependencies.OfUnfold(local.Next, new ElementTable(network.Parameters, local.StateSize));
        var isLocal = local.Sources is not null && model.Unfolds.MaxCount * (Sweeps.Of(localRows).Length + 1) < stepSweeps.Length;
        var part = isLocal ? unfold : step;
        var after = isLocal && model.Unfolds.MaxCount > 1 ? StepDependencies.Repeated(unfold, model.Unfolds.MaxCount - 1) : null;
        blocks = InfluenceLayout.Of(network.Parameters, elements, part, reach, new UnitDependencies(model.StateSize, step, after));
        jacobian = new StateJacobian(model.StateSize, part);
        sheet = new DerivativeSheet(elements, network.Parameters, blocks, isLocal ? model.Unfolds.MaxCount : 1);
        derivatives = isLocal
            ? new UnfoldDerivatives(model, network.Parameters, local, localRows, sheet)
            : new StepSweeps(network.Parameters, stepSweeps, step, sheet);
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
        foreach (var block in blocks)
            block.Begin();
        jacobian.Begin();
        var column = 0;
        for (var part = derivatives.Begin(step) - 1; part >= 0; part--)
        {
            jacobian.Values.CopyTo(sheet.OnwardFrom(column));
            derivatives.Write(step, part, sheet.Column(column));
            jacobian.GoBack(sheet.Column(column)[..sheet.JacobianLength]);
            if (++column == sheet.Columns || part == 0)
                column = Take(column);
        }

        var isFinite = true;
        foreach (var block in blocks)
            isFinite &= block.Advance(jacobian.Values);
        if (isFinite)
            return;

        // Columns that the next steps do not need are multiplied by zero, which leaves them out only where they are finite.
        sheet.Clear();
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

    /// <summary>Has the blocks take the parts that are noted.</summary>
    /// <returns>How many are noted then: none.</returns>
    int Take(int columns)
    {
        for (var column = columns; column < sheet.Columns; column++)
            sheet.OnwardFrom(column).Clear();
        foreach (var block in blocks)
            block.Add(sheet);
        return 0;
    }

    void Begin()
    {
        foreach (var block in blocks)
            block.Reserve();
        hasBegun = true;
    }
}
