using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Solvers;

namespace LiquidNet.Analysis.Traces;

/// <summary>The rates with which neighbouring numbers of a state move.</summary>
/// <param name="Start">The first number of the state.</param>
/// <param name="State">Those numbers.</param>
/// <param name="Rates">Their differential equation.</param>
sealed record StateRates(int Start, Signal State, Rates Rates)
{
    /// <summary>Reads the differential equations off the equation of a step, whichever solver wrote it.</summary>
    /// <remarks>What moves otherwise, as the state of a closed form or of a gate, has none.</remarks>
    /// <param name="next">The state after a step.</param>
    /// <param name="state">The state before it.</param>
    /// <param name="timespan">The time that passes.</param>
    public static IReadOnlyList<StateRates> In(Signal next, Signal state, Signal timespan)
    {
        return
        [
            .. EquationOrder.Of(next).OfType<Operator>()
                .SelectMany(operation => OfImplicitStep(operation, IsTime)
                    .Concat(OfSlope(operation, IsTime))
                    .Concat(OfTarget(operation, IsTime)))
                .Where(found => StartOf(found.State, state) >= 0)
                .Select(found => new StateRates(StartOf(found.State, state), found.State, found.Rates))
                .DistinctBy(found => found.Start)
                .OrderBy(found => found.Start),
        ];

        bool IsTime(Signal signal) => signal.DependsOn(timespan) && !signal.DependsOn(state);
    }

    /// <summary>The sums over synapses among the addends of a decay or a drive.</summary>
    public static IEnumerable<SynapticSum> SynapticSumsOf(Signal total) => total switch
    {
        SynapticSum synapses => [synapses],
        Sum { Sources: [var left, var right] } => SynapticSumsOf(left).Concat(SynapticSumsOf(right)),
        _ => [],
    };

    /// <summary><c>(C s + t drive) / (C + t decay)</c>.</summary>
    static IEnumerable<(Signal State, Rates Rates)> OfImplicitStep(Operator operation, Func<Signal, bool> isTime) =>
        operation is not Quotient { Sources: [var numerator, var denominator] }
            ? []
            : from addends in numerator.OperandsOf<Sum>()
              from inert in addends.First.OperandsOf<Product>()
              from braked in denominator.OperandsOf<Sum>()
              where braked.First == inert.First
              from decayed in braked.Second.OperandsOf<Product>()
              where isTime(decayed.First)
              let drive = addends.Second.Beside(decayed.First)
              where drive is not null
              select (inert.Second, new Rates(decayed.Second, drive, inert.First));

    /// <summary><c>t / C (drive - decay s)</c>.</summary>
    static IEnumerable<(Signal State, Rates Rates)> OfSlope(Operator operation, Func<Signal, bool> isTime) =>
        from factors in operation.OperandsOf<Product>()
        where IsStep(factors.First, isTime)
        from slope in OperandsInOrder<Difference>(factors.Second)
        from decayed in slope.Right.OperandsOf<Product>()
        select (decayed.Second, new Rates(decayed.First, slope.Left, CapacitanceOf(factors.First)));

    /// <summary><c>f(t / C decay) (drive / decay - s)</c>.</summary>
    static IEnumerable<(Signal State, Rates Rates)> OfTarget(Operator operation, Func<Signal, bool> isTime) =>
        from factors in operation.OperandsOf<Product>()
        where factors.First is Elementwise
        from way in OperandsInOrder<Difference>(factors.Second)
        from target in OperandsInOrder<Quotient>(way.Left)
        from decayed in ((Elementwise)factors.First).Sources[0].OperandsOf<Product>()
        where decayed.Second == target.Right && IsStep(decayed.First, isTime)
        select (way.Right, new Rates(target.Right, target.Left, CapacitanceOf(decayed.First)));

    /// <summary>Whether a signal is a timespan, or one over a capacitance.</summary>
    static bool IsStep(Signal signal, Func<Signal, bool> isTime) =>
        isTime(signal is Quotient { Sources: [var timespan, _] } ? timespan : signal);

    static Signal? CapacitanceOf(Signal step) => step is Quotient { Sources: [_, var capacitance] } ? capacitance : null;

    /// <summary>The operands of a signal, if it is a difference or a quotient as asked for.</summary>
    static IEnumerable<(Signal Left, Signal Right)> OperandsInOrder<TOperator>(Signal signal)
        where TOperator : Operator => signal is TOperator { Sources: [var left, var right] } ? [(left, right)] : [];

    /// <summary>Which number of a state a signal begins with, if it is the state or some of it; else -1.</summary>
    static int StartOf(Signal signal, Signal state) => signal switch
    {
        _ when signal == state => 0,
        Slice { Sources: [var whole] } slice when StartOf(whole, state) is >= 0 and var start => start + slice.Start,
        _ => -1,
    };
}
