using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Cells;

/// <summary>A cell as a user writes one: public names only, its equation and nothing else.</summary>
public sealed class LeakyCell(int inputSize, int units, int seed = 0) : OdeCell(inputSize, units)
{
    readonly Parameter leak = Parameter.Positive("leak", units, initial: 1f);
    readonly Parameter weights = Parameter.Glorot("W", inputSize + units, units, seed);

    protected override Rates Rates(Signal input, Signal state) =>
        new(Decay: leak, Drive: Tanh(Affine(weights, Concatenate(input, state))));
}
