using System.Collections;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs;

namespace LiquidNet.Online.Influences;

/// <summary>Goes back through each unfold of a step on its own: by an equation that was cut where rows mix, and the chain rule.</summary>
sealed class UnfoldDerivatives : IStepDerivatives
{
    readonly LocalCircuit next;
    readonly LocalCircuit? sources;
    readonly LocalChain chain;
    readonly (int[] Rows, NumberRun[] Copies, Multiplication[] Links)[] sweeps;
    readonly int[][] sourceSweeps;
    readonly int stateSize;
    readonly bool areSourcesSteady;
    long preparation = -1;

    /// <param name="model">Whose unfolds.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="local">The equation of an unfold, cut.</param>
    /// <param name="dependencies">For each row of the next state, what it depends on by that equation.</param>
    /// <param name="sheet">Where the derivatives are written.</param>
    public UnfoldDerivatives(
        CompiledModel model, ParameterSet parameters, LocalEquation local, BitArray[] dependencies, DerivativeSheet sheet)
    {
        stateSize = model.StateSize;
        next = new LocalCircuit(local.Next, model.InputSize, local.StateSize, parameters);
        sources = local.Sources is { } read ? new LocalCircuit(read, model.InputSize, stateSize, parameters) : null;
        areSourcesSteady = local.AreSourcesSteady;
        var elements = new ElementTable(parameters, stateSize);
        var ofSources = local.Sources is null ? [] : StepDependencies.OfUnfold(local.Sources, elements);
        chain = new LocalChain(local, elements, parameters, ofSources);
        sourceSweeps = Sweeps.Of(ofSources);
        var shift = local.StateSize - stateSize;
        sweeps = Array.ConvertAll(
            Sweeps.Of(dependencies),
            rows => (
                rows,
                rows.SelectMany(row => sheet.CopiesOf(row, dependencies[row], shift)).ToArray(),
                rows.SelectMany(row => chain.LinksOf(row, dependencies[row], sheet)).ToArray()));
    }

    /// <inheritdoc/>
    public int Begin(StreamStep step)
    {
        if (preparation != step.Preparation)
        {
            preparation = step.Preparation;
            next.Prepare();
            sources?.Prepare();
            chain.TakeParameters();
        }

        if (areSourcesSteady)
            Read(step, step.LastState);
        return step.Unfolds;
    }

    /// <inheritdoc/>
    public void Write(StreamStep step, int part, Span<float> column)
    {
        var state = step.StateBefore(part);
        if (!areSourcesSteady)
            Read(step, state);
        state.CopyTo(next.State);
        chain.TakeState(state);
        chain.Multiply();
        chain.WriteGiven(next.State[stateSize..]);
        next.Forward(step.Input, step.PartElapsed);
        column.Clear();
        foreach (var (rows, copies, links) in sweeps)
        {
            var adjoints = next.Reverse(rows);
            NumberRun.Copy(copies, adjoints, column);
            Multiplication.Run(links, adjoints, chain.Numbers, column);
        }
    }

    /// <summary>Finds what is read beside the state, and its derivatives.</summary>
    void Read(StreamStep step, ReadOnlySpan<float> state)
    {
        if (sources is null)
            return;
        state.CopyTo(sources.State);
        sources.Forward(step.Input, step.PartElapsed);
        chain.TakeSources(sources.Result);
        foreach (var rows in sourceSweeps)
            chain.TakeDerivatives(rows, sources.Reverse(rows));
    }
}
