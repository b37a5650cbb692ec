using System.Diagnostics;

namespace LiquidNet.Kernels;

/// <summary>How an operand of fewer numbers is spread over rows of lanes: where element (row, lane) is found.</summary>
enum Broadcast
{
    /// <summary>One number per row and lane, at <c>row * lanes + lane</c>.</summary>
    Equal,

    /// <summary>One number per row, shared by all samples, at <c>row</c>.</summary>
    PerNeuron,

    /// <summary>One number per lane, shared by all rows, at <c>lane</c>.</summary>
    PerSample,

    /// <summary>One number, shared by all.</summary>
    Scalar,
}

/// <summary>How rows of each form are read.</summary>
static class BroadcastForms
{
    /// <summary>Whether rows and lanes may be read as one long row.</summary>
    public static bool IsFlat(this Broadcast form, int lanes) => lanes == 1 || form is Broadcast.Equal or Broadcast.Scalar;

    /// <summary>The form in that long row: with one lane, a number per neuron is one per element, one per sample is one for all.</summary>
    public static Broadcast Flat(this Broadcast form) =>
        form is Broadcast.Equal or Broadcast.PerNeuron ? Broadcast.Equal : Broadcast.Scalar;

    /// <summary>Whether a row has a number for each lane.</summary>
    public static bool IsContiguous(this Broadcast form) => form is Broadcast.Equal or Broadcast.PerSample;

    /// <summary>From where a row begins to where the next one does.</summary>
    public static int RowStep(this Broadcast form, int lanes) => form switch
    {
        Broadcast.Equal => lanes,
        Broadcast.PerNeuron => 1,
        _ => 0,
    };

    [Conditional("DEBUG")]
    public static void AssertHolds(this Broadcast form, int length, int rows, int lanes) =>
        Debug.Assert(length >= form switch
        {
            Broadcast.Equal => rows * lanes,
            Broadcast.PerNeuron => rows,
            Broadcast.PerSample => lanes,
            _ => 1,
        });
}
