
namespace LiquidNet.Import.Torch;

/// <summary>A view of a storage: which elements, in which order.</summary>
/// <param name="Storage">Where the elements are.</param>
/// <param name="Offset">The first element.</param>
/// <param name="Shape">Sizes of the dimensions, slowest first.</param>
/// <param name="Strides">Elements from one index of a dimension to the next.</param>
sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Elements, or null where the view does not lie within its storage or repeats elements.</summary>
    public int? Count
    {
        get
        {
            Int128 count = 1;
            Int128 last = Offset;
            for (var dimension = 0; dimension < Shape.Length; dimension++)
            {
                if (Shape[dimension] < 0 || Strides[dimension] < 0)
                    return null;
                count *= Shape[dimension];
                last += (Int128)Math.Max(0, Shape[dimension] - 1) * Strides[dimension];
                if (count > Array.MaxLength)
                    return null;
            }

            return count == 0 || (Offset >= 0 && last < Storage.Count && count <= Storage.Count) ? (int)count : null;
        }
    }

    /// <summary>Picks the elements of the view out of those of its storage, row-major.</summary>
    public float[] Pick(ReadOnlySpan<float> storage)
    {
        var values = new float[Count ?? 0];
        var index = new long[Shape.Length];
        var at = Offset;
        for (var element = 0; element < values.Length; element++)
        {
            values[element] = storage[(int)at];
            for (var dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                at += Strides[dimension];
                if (++index[dimension] < Shape[dimension])
                    break;
                at -= Shape[dimension] * Strides[dimension];
                index[dimension] = 0;
            }
        }

        return values;
    }
}
