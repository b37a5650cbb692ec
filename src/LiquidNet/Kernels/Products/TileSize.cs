namespace LiquidNet.Kernels.Products;

/// <summary>A number of rows or vectors held in registers, known when the code is compiled.</summary>
/// <remarks>
/// A tile is written once, for its largest size, and asks <see cref="Value"/> before each row. The question is answered
/// per type argument while compiling, so that every size gets straight code without being written down.
/// </remarks>
interface ITileSize
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>The sizes in use.</summary>
static class TileSize
{
    public readonly struct One : ITileSize { public static int Value => 1; }

    public readonly struct Two : ITileSize { public static int Value => 2; }

    public readonly struct Three : ITileSize { public static int Value => 3; }

    public readonly struct Four : ITileSize { public static int Value => 4; }

    public readonly struct Five : ITileSize { public static int Value => 5; }

    public readonly struct Six : ITileSize { public static int Value => 6; }

    public readonly struct Seven : ITileSize { public static int Value => 7; }

    public readonly struct Eight : ITileSize { public static int Value => 8; }
}
