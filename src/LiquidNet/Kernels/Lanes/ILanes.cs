using System.Numerics;

namespace LiquidNet.Kernels.Lanes;

/// <summary>
/// A block of neighbouring floats that go through the same arithmetic: <see cref="OneLane"/>, <see cref="LaneVector"/>,
/// <see cref="WideVector"/> or a <see cref="LanePair{TLanes}"/> of blocks.
/// </summary>
/// <remarks>
/// A formula written for it exists once and runs at every width, so an element gets the same bits wherever it stands. The pair is there for
/// speed: its operations alternate between two vectors, which hides their latency where a single chain of dependent operations would fill
/// the scheduler of the processor.
/// </remarks>
interface ILanes<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many floats the block has.</summary>
    static abstract int Count { get; }

    /// <summary>The same value in every place.</summary>
    static abstract TSelf All(float value);

    /// <summary>The float <paramref name="offset"/> after <paramref name="origin"/> in every place.</summary>
    static abstract TSelf LoadAll(ref readonly float origin, nint offset);

    /// <summary>The block that starts <paramref name="offset"/> floats after <paramref name="origin"/>.</summary>
    static abstract TSelf Load(ref readonly float origin, nint offset);

    /// <summary>Writes the block <paramref name="offset"/> floats after <paramref name="origin"/>.</summary>
    void Store(ref float origin, nint offset);

    /// <summary>Adds the block into the vector at <paramref name="offset"/>, several into one; into a float if it is one.</summary>
    void AddFolded(ref float origin, nint offset);

    /// <summary>Adds a b in the same way.</summary>
    static abstract void AddFoldedProduct(TSelf a, TSelf b, ref float origin, nint offset);

    /// <summary>a b + c, fused where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller of limit and x; NaN if x is NaN.</summary>
    static abstract TSelf AtMost(TSelf limit, TSelf x);

    /// <summary>The greater of limit and x; NaN if x is NaN.</summary>
    static abstract TSelf AtLeast(TSelf limit, TSelf x);

    /// <summary>The value whose bits are those of x moved up.</summary>
    static abstract TSelf ShiftBitsLeft(TSelf x, int count);

    /// <summary>|x|.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The square root, correctly rounded; NaN below zero.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>e^x, relative error at most 2e-7.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>The natural logarithm, relative error at most 2e-7.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>
    /// <paramref name="then"/> where x is above the limit, <paramref name="otherwise"/> where it is not or either is NaN.
    /// </summary>
    static abstract TSelf WhereGreater(TSelf x, TSelf limit, TSelf then, TSelf otherwise);

    /// <summary>The sum over all places.</summary>
    static abstract float Sum(TSelf x);

    /// <summary>
    /// <paramref name="result"/>, and <paramref name="function"/> of x in those places where |x| is above the limit: for rare arguments,
    /// which are taken one after the other.
    /// </summary>
    static abstract TSelf ReplaceBeyond(float limit, TSelf x, TSelf result, Func<float, float> function);

    /// <summary>The sum of a b over all places, in double precision.</summary>
    static abstract double Dot(TSelf a, TSelf b);
}
