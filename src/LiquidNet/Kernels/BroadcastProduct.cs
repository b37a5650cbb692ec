using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels;

/// <summary>Operands of a product <c>destination[r, c] += sum_k factors[r, k] * source[k, c]</c>; all steps are in floats.</summary>
/// <remarks>Two steps for the factors make the same product serve a matrix and its transpose.</remarks>
internal readonly ref struct BroadcastProduct(
    ref float factors, nint rowStep, nint termStep, ref float source, nint sourceStep, ref float destination, nint destinationStep)
{
    /// <summary>The factor of row 0 and term 0.</summary>
    public readonly ref float Factors = ref factors;

    /// <summary>The source of term 0, column 0.</summary>
    public readonly ref float Source = ref source;

    /// <summary>The result of row 0, column 0.</summary>
    public readonly ref float Destination = ref destination;

    /// <summary>From a row's factor to the next row's.</summary>
    public readonly nint RowStep = rowStep;

    /// <summary>From a term's factor to the next term's.</summary>
    public readonly nint TermStep = termStep;

    /// <summary>From a term's source to the next term's.</summary>
    public readonly nint SourceStep = sourceStep;

    /// <summary>From a row of the result to the next.</summary>
    public readonly nint DestinationStep = destinationStep;

    /// <summary>The same product from another row, term and column on.</summary>
    public BroadcastProduct From(nint row, nint term, nint column) => new(
        ref Unsafe.Add(ref Factors, row * RowStep + term * TermStep), RowStep, TermStep,
        ref Unsafe.Add(ref Source, term * SourceStep + column), SourceStep,
        ref Unsafe.Add(ref Destination, row * DestinationStep + column), DestinationStep);
}
