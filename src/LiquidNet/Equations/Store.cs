using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Equations;

/// <summary>A memory of equal slots, and the slot that is in use.</summary>
struct Store
{
    public AlignedMemory? Memory;
    public int Start;
    public int Stride;

    public void MoveTo(int slot) => Start = Stride * slot;

    public readonly Span<float> Slice(int offset, int length) => Memory!.Slice(Start + offset, length);
}
