using LiquidNet.Equations;
using LiquidNet.Online.Files;

namespace LiquidNet.Online.Influences;

/// <summary>How the parameters have moved the state of a stream, over all steps since it began: <c>P = ds/dp</c>.</summary>
sealed class Influence
{
    readonly InfluenceBlock[] blocks;
    readonly InfluenceRows[] groups;
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
        var isLocal = local.Given.Count > 0 && model.Unfolds.MaxCount * (Sweeps.Of(localRows).Length + 1) < stepSweeps.Length;
        var part = isLocal ? unfold : step;
        var after = isLocal && model.Unfolds.MaxCount > 1 ? StepDependencies.Repeated(unfold, model.Unfolds.MaxCount - 1) : null;
        blocks = InfluenceLayout.Of(network.Parameters, elements, part, reach);
        sheet = new DerivativeSheet(elements, network.Parameters, blocks, isLocal ? model.Unfolds.MaxCount : 1);
        var dependencies = new UnitDependencies(model.StateSize, step, after);
        groups =
        [
            .. blocks.GroupBy(block => block.Stride).Select(group => new InfluenceRows([.. group], sheet, dependencies)),
        ];
        jacobian = new StateJacobian(model.StateSize, part, sheet.Columns);
        derivatives = isLocal
            ? new UnfoldDerivatives(model, network.Parameters, local, localRows, sheet)
            : new StepSweeps(network.Parameters, stepSweeps, step, sheet);
    }

    /// <summary>How many numbers there are.</summary>
    public long Size => blocks.Sum(block => (long)block.Size);

    /// <summary>How many multiplications carry them over a step.</summary>
    public long Multiplications => groups.Sum(group => group.Multiplications);

    /// <summary>Goes over the step that a stream has taken; where that is not finite, the past is forgotten.</summary>
    public void Advance(StreamStep step)
    {
        if (!hasBegun)
            Begin();
        foreach (var group in groups)
            group.Begin();
        jacobian.Begin();
        var column = 0;
        for (var part = derivatives.Begin(step) - 1; part >= 0; part--)
        {
            derivatives.Write(step, part, sheet.Column(column));
            jacobian.GoBack(column, sheet.Column(column)[..sheet.JacobianLength], isFirst: part == 0);
            column++;
            if (part == 0)
            {
                Take(column);
            }
            else if (column == sheet.Columns)
            {
                Take(column);
                jacobian.Wrap();
                column = 0;
            }
        }

        var isFinite = true;
        foreach (var group in groups)
            isFinite &= group.Advance(jacobian.OverStep);
        if (isFinite)
            return;

        // Columns that the next steps do not need are multiplied by zero, which leaves them out only where they are finite.
        sheet.Clear();
        Clear();
    }

    /// <summary>Adds the gradient with respect to all parameters, the readout's included.</summary>
    public void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet gradients)
    {
        step.BeginReverse(gradients);
        step.ReverseOutput(logitGradient);
        step.FinishReverse();
        foreach (var group in groups)
            group.AddGradient(step.StateGradient, gradients);
    }

    /// <summary>Sets the influence to zero.</summary>
    public void Clear()
    {
        foreach (var group in groups)
            group.Clear();
    }

    /// <summary>Writes the influence, or takes it over.</summary>
    public void Transfer(ILearnerState state)
    {
        if (!state.Flag("hasInfluence", hasBegun))
            return;
        for (var block = 0; block < blocks.Length; block++)
            state.Expect(NameOf(block), blocks[block].Size);
        if (state.IsRead)
            Begin();
        for (var index = 0; index < blocks.Length; index++)
        {
            var block = blocks[index];
            var group = Array.Find(groups, other => other.Stride == block.Stride)!;
            var numbers = new float[block.Size];
            group.CopyTo(block, numbers);
            state.Values(NameOf(index), numbers);
            group.CopyFrom(block, numbers);
        }

        hasBegun = true;

        static string NameOf(int block) => $"influence/{block}";
    }

    /// <summary>Has the influence take the parts that are noted.</summary>
    void Take(int columns)
    {
        jacobian.LeaveOut(columns);
        foreach (var group in groups)
            group.Add(sheet, jacobian.Onward);
    }

    void Begin()
    {
        foreach (var group in groups)
            group.Reserve();
        hasBegun = true;
    }
}
