using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Products;

/// <summary>
/// Operands of a product <c>destination[r, c] = start[r, c] + sum_k factors[r, k] * source[k, c]</c>; all steps are in floats.
/// </summary>
/// <remarks>
/// Two steps for the factors make the same product serve a matrix and its transpose. What the sums start from may be what the destination
/// holds, another matrix, or one number for each row.
/// </remarks>
readonly ref struct BroadcastProduct
{
    /// <summary>The factor of row 0 and term 0.</summary>
    public readonly ref float Factors;

    /// <summary>The source of term 0, column 0.</summary>
    public readonly ref float Source;

    /// <summary>What the sum of row 0, column 0 starts from.</summary>
    public readonly ref float Start;

    /// <summary>The result of row 0, column 0.</summary>
    public readonly ref float Destination;

    /// <summary>Whether a row starts from the same number in all columns.</summary>
    public readonly bool SpreadsStart;

    /// <summary>From a row's factor to the next row's.</summary>
    public readonly nint RowStep;

    /// <summary>From a term's factor to the next term's.</summary>
    public readonly nint TermStep;

    /// <summary>From a term's source to the next term's.</summary>
    public readonly nint SourceStep;

    /// <summary>From a row of the result to the next.</summary>
    public readonly nint DestinationStep;

    /// <summary>A product that is added to what the destination holds.</summary>
    public BroadcastProduct(
        ref float factors, nint rowStep, nint termStep, ref float source, nint sourceStep, ref float destination, nint destinationStep)
        : this(ref factors, rowStep, termStep, ref source, sourceStep, ref destination, false, ref destination, destinationStep)
    {
    }

    /// <summary>
    /// A product that overwrites the destination; what the sums start from lies as it does, or has one number for each row.
    /// </summary>
    public BroadcastProduct(
        ref float factors, nint rowStep, nint termStep, ref float source, nint sourceStep, ref float start, bool spreadsStart,
        ref float destination, nint destinationStep)
    {
        Factors = ref factors;
        RowStep = rowStep;
        TermStep = termStep;
        Source = ref source;
        SourceStep = sourceStep;
        Start = ref start;
        SpreadsStart = spreadsStart;
        Destination = ref destination;
        DestinationStep = destinationStep;
    }

    /// <summary>From what a row starts from to the same for the next row.</summary>
    public nint StartStep => SpreadsStart ? 1 : DestinationStep;

    /// <summary>The same product from another row and column on.</summary>
    public BroadcastProduct From(nint row, nint column) => new(
        ref Unsafe.Add(ref Factors, row * RowStep), RowStep, TermStep, ref Unsafe.Add(ref Source, column), SourceStep,
        ref Unsafe.Add(ref Start, SpreadsStart ? row : row * DestinationStep + column), SpreadsStart,
        ref Unsafe.Add(ref Destination, row * DestinationStep + column), DestinationStep);

    /// <summary>The terms from another one on, added to what the destination holds by then.</summary>
    public BroadcastProduct After(nint term) => new(
        ref Unsafe.Add(ref Factors, term * TermStep), RowStep, TermStep, ref Unsafe.Add(ref Source, term * SourceStep), SourceStep,
        ref Destination, DestinationStep);
}
