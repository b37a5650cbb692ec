using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>
/// <c>x Phi(x)</c> with the normal distribution Phi itself and not its tanh likeness; error as
/// <see cref="NormalDistribution.Cumulative{TLanes}"/>, times x.
/// </summary>
readonly record struct Gelu : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.AtLeast(TLanes.All(-NormalDistribution.Limit), x) * NormalDistribution.Cumulative(x, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>
    {
        var cumulative = NormalDistribution.Cumulative(kept, out var density);
        var x = TLanes.AtLeast(TLanes.All(-NormalDistribution.Limit), TLanes.AtMost(TLanes.All(NormalDistribution.Limit), kept));
        return TLanes.MultiplyAdd(x, density, cumulative);
    }
}
