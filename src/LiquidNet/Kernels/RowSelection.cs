using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Picks values of a short row in any order, a wide vector of them at once: by permuting registers instead of loading one after
/// the other.</summary>
/// <remarks>The row is read in pieces of two vectors, which one instruction picks from; the last vector ends where the row does. A value
/// that lies in another piece has a negative place.</remarks>
sealed class RowSelection
{
    /// <summary>With more of them, single loads are as quick.</summary>
    const int MostPieces = 2;

    const int Elsewhere = -1;

    readonly (int Lower, int Upper)[] starts;
    readonly int[][] places;

    RowSelection((int Lower, int Upper)[] starts, int[][] places) => (this.starts, this.places) = (starts, places);

    static int PieceLength => 2 * WideVector.Count;

    /// <summary>Whether values can be picked from a row of so many.</summary>
    public static bool CanRead(int count) =>
        WideVector.IsSupported && Avx512F.IsSupported && count >= WideVector.Count && count <= MostPieces * PieceLength;

    /// <summary>Prepares to pick values.</summary>
    /// <param name="indices">What to pick, in whole vectors.</param>
    /// <param name="count">How many values the row has.</param>
    public static RowSelection Of(int[] indices, int count)
    {
        var last = count - WideVector.Count;
        (int Lower, int Upper)[] starts =
        [
            .. Enumerable.Range(0, (count + PieceLength - 1) / PieceLength).Select(piece => piece * PieceLength)
                .Select(first => (Math.Min(first, last), Math.Min(first + WideVector.Count, last))),
        ];
        return new(starts, [.. starts.Select((_, piece) => Array.ConvertAll(indices, index => PlaceOf(index, piece)))]);

        int PlaceOf(int index, int piece)
        {
            if (index / PieceLength != piece)
                return Elsewhere;
            var (lower, upper) = starts[piece];
            return index < lower + WideVector.Count ? index - lower : WideVector.Count + index - upper;
        }
    }

    /// <summary>Writes the values of some vectors of indices; allocates nothing.</summary>
    public void Write(ReadOnlySpan<float> row, int firstVector, int endVector, Span<float> destination)
    {
        var length = (endVector - firstVector) * WideVector.Count;
        ref var to = ref MemoryMarshal.GetReference(destination[..length]);
        for (var piece = 0; piece < starts.Length; piece++)
        {
            var lower = Vector512.Create(row.Slice(starts[piece].Lower, WideVector.Count));
            var upper = Vector512.Create(row.Slice(starts[piece].Upper, WideVector.Count));
            ref var place = ref MemoryMarshal.GetReference(places[piece].AsSpan(firstVector * WideVector.Count, length));
            for (nuint offset = 0; offset < (nuint)length; offset += (nuint)WideVector.Count)
            {
                var from = Vector512.LoadUnsafe(ref place, offset);
                var picked = Avx512F.PermuteVar16x32x2(lower, from, upper);
                if (piece > 0)
                {
                    var isElsewhere = Vector512.LessThan(from, Vector512<int>.Zero).AsSingle();
                    picked = Vector512.ConditionalSelect(isElsewhere, Vector512.LoadUnsafe(ref to, offset), picked);
                }

                picked.StoreUnsafe(ref to, offset);
            }
        }
    }
}
