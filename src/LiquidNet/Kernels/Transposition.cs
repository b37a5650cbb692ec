using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LiquidNet.Kernels;

/// <summary>Turns rows into columns: between matrices, where the steps of a sample lie side by side, and lanes, where samples do.</summary>
static class Transposition
{
    const int Tile = 4;

    /// <summary>Writes <c>destination[c, r] = source[r, c]</c>; rows lie a number of floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> destination, int destinationStride)
    {
        Debug.Assert(rows > 0 && columns > 0 && sourceStride >= columns && destinationStride >= rows);
        Debug.Assert(source.Length >= (rows - 1) * sourceStride + columns);
        Debug.Assert(destination.Length >= (columns - 1) * destinationStride + rows);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var row = 0;
        for (; row <= rows - Tile; row += Tile)
        {
            var column = 0;
            for (; column <= columns - Tile; column += Tile)
            {
                WriteTile(
                    ref Unsafe.Add(ref from, row * sourceStride + column), sourceStride,
                    ref Unsafe.Add(ref to, column * destinationStride + row), destinationStride);
            }

            WriteRest(ref from, sourceStride, row, row + Tile, column, columns, ref to, destinationStride);
        }

        WriteRest(ref from, sourceStride, row, rows, 0, columns, ref to, destinationStride);
    }

    /// <summary>Four rows of four: neighbours change places, then halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void WriteTile(ref float from, nint fromStep, ref float to, nint toStep)
    {
        var a = Vector128.LoadUnsafe(ref from);
        var b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, fromStep));
        var c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * fromStep));
        var d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * fromStep));
        var (ab0, ab1, cd0, cd1) = (Even(a, b), Odd(a, b), Even(c, d), Odd(c, d));
        Lower(ab0, cd0).StoreUnsafe(ref to);
        Lower(ab1, cd1).StoreUnsafe(ref Unsafe.Add(ref to, toStep));
        Upper(ab0, cd0).StoreUnsafe(ref Unsafe.Add(ref to, 2 * toStep));
        Upper(ab1, cd1).StoreUnsafe(ref Unsafe.Add(ref to, 3 * toStep));
    }

    /// <summary>(a0, b0, a2, b2)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Even(Vector128<float> a, Vector128<float> b) => Vector128.ConditionalSelect(
        Vector128.Create(-1, 0, -1, 0).AsSingle(), a, Vector128.Shuffle(b, Vector128.Create(0, 0, 2, 2)));

    /// <summary>(a1, b1, a3, b3)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Odd(Vector128<float> a, Vector128<float> b) => Vector128.ConditionalSelect(
        Vector128.Create(-1, 0, -1, 0).AsSingle(), Vector128.Shuffle(a, Vector128.Create(1, 1, 3, 3)), b);

    /// <summary>(a0, a1, b0, b1)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Lower(Vector128<float> a, Vector128<float> b) => Vector128.ConditionalSelect(
        Vector128.Create(-1, -1, 0, 0).AsSingle(), a, Vector128.Shuffle(b, Vector128.Create(0, 1, 0, 1)));

    /// <summary>(a2, a3, b2, b3)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Upper(Vector128<float> a, Vector128<float> b) => Vector128.ConditionalSelect(
        Vector128.Create(-1, -1, 0, 0).AsSingle(), Vector128.Shuffle(a, Vector128.Create(2, 3, 2, 3)), b);

    static void WriteRest(
        ref float from, nint fromStep, nint firstRow, nint endRow, nint firstColumn, nint endColumn, ref float to, nint toStep)
    {
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = firstColumn; column < endColumn; column++)
                Unsafe.Add(ref to, column * toStep + row) = Unsafe.Add(ref from, row * fromStep + column);
        }
    }
}
