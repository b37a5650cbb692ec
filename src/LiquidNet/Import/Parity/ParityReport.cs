using System.Globalization;
using LiquidNet.Storage;

namespace LiquidNet.Import;

/// <summary>How far the outputs of a model are from reference outputs, such as those of the same model in Python.</summary>
/// <remarks>
/// <para>A reference is a safetensors file with the tensors <c>input</c> [samples x steps x features], <c>timespans</c>
/// [samples x steps], <c>outputs</c> [samples x steps x units] and, unless states start at zero, <c>state</c> [samples x StateSize].</para>
/// <para>The tolerance applies to the relative difference <c>|a - b| / (1 + |b|)</c>, where <c>b</c> is the reference: relative if outputs
/// are large, absolute if they are small.</para>
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(ParityReport.Of(network, "reference.safetensors"));
/// </code>
/// </example>
public sealed class ParityReport
{
    ParityReport(float tolerance) => Tolerance = tolerance;

    /// <summary>The largest relative difference that is accepted.</summary>
    public float Tolerance { get; }

    /// <summary>How many outputs were compared.</summary>
    public long Count { get; private set; }

    /// <summary>How many outputs are within tolerance.</summary>
    public long WithinTolerance { get; private set; }

    /// <summary>Whether all outputs are within tolerance.</summary>
    public bool IsWithinTolerance => WithinTolerance == Count;

    /// <summary>The output with the largest absolute difference.</summary>
    public ParityDifference LargestAbsolute { get; private set; }

    /// <summary>The output with the largest relative difference.</summary>
    public ParityDifference LargestRelative { get; private set; }

    /// <summary>Runs a network on the inputs of a reference and compares the outputs.</summary>
    /// <param name="network">The network; to compare a cell alone, give it an <see cref="IdentityReadout"/>.</param>
    /// <param name="path">The reference file.</param>
    /// <param name="tolerance">The largest relative difference to accept. Default: 1e-5, which single precision keeps over some hundred
    /// steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or <c>NaN</c>.</exception>
    /// <exception cref="ArgumentException">The sizes of the network are not those of the reference, or it reads in both
    /// directions.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is not such a reference; the message names the tensor.</exception>
    public static ParityReport Of(LiquidNetwork network, string path, float tolerance = 1e-5f)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!(tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is zero or more.");
        var stream = network.CheckedForStreams(nameof(network)).OpenStream();
        using var file = SafetensorsFile.Open(path);
        var reference = ParityReference.Read(file, path, network);
        var report = new ParityReport(tolerance);
        for (var sample = 0; sample < reference.Samples; sample++)
        {
            stream.Reset(reference.State(sample));
            for (var step = 0; step < reference.Steps; step++)
                report.Compare(stream.Step(reference.Input(sample, step), reference.Timespan(sample, step)), reference, sample, step);
        }

        return report;
    }

    /// <summary>A few lines that say how far apart the outputs are, and where.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Count:N0} outputs compared, {100.0 * WithinTolerance / Math.Max(1, Count):0.###} % within {Tolerance:0.######e+0}
        largest absolute difference {LargestAbsolute}
        largest relative difference {LargestRelative}
        """);

    void Compare(ReadOnlySpan<float> outputs, ParityReference reference, int sample, int step)
    {
        var expected = reference.Outputs(sample, step);
        for (var unit = 0; unit < outputs.Length; unit++)
        {
            var difference = new ParityDifference(sample, step, unit, expected[unit], outputs[unit]);
            if (Count++ == 0 || difference.Absolute > LargestAbsolute.Absolute)
                LargestAbsolute = difference;
            if (Count == 1 || difference.Relative > LargestRelative.Relative)
                LargestRelative = difference;
            if (difference.Relative <= Tolerance)
                WithinTolerance++;
        }
    }
}
