using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>Floats that begin at a cache line, so that no vector of a row straddles two lines.</summary>
sealed class AlignedMemory
{
    const int LineBytes = 64;
    const int LineLength = LineBytes / sizeof(float);

    readonly float[] array;
    readonly int origin;

    /// <summary>Takes memory of zeros.</summary>
    public AlignedMemory(int length)
    {
        array = GC.AllocateArray<float>(length + LineLength, pinned: true);
        var beyondLine = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (LineBytes - 1));
        origin = (LineBytes - beyondLine) % LineBytes / sizeof(float);
        Length = length;
    }

    public int Length { get; }

    public Span<float> All => array.AsSpan(origin, Length);

    public Span<float> Slice(int start, int length) => array.AsSpan(origin + start, length);

    /// <summary>Takes other memory where this is too small; what it held is then lost.</summary>
    /// <exception cref="InvalidOperationException">So much does not fit an array.</exception>
    public static void Reserve([NotNull] ref AlignedMemory? memory, long length)
    {
        if (length > Array.MaxLength - LineLength)
        {
            throw new InvalidOperationException(
                $"A run of this length would have to remember {length:N0} numbers at once; " +
                "cut the sequences, or train with CheckpointActivations.");
        }

        if (memory is null || memory.Length < length)
            memory = new AlignedMemory((int)length);
    }
}
