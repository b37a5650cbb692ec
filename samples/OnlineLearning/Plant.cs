namespace LiquidNet.Samples;

/// <summary>A reading of a plant.</summary>
/// <param name="Control">What drove it since the last reading.</param>
/// <param name="Before">Its measured value then.</param>
/// <param name="Elapsed">The time since then.</param>
/// <param name="After">Its measured value now.</param>
readonly record struct PlantReading(float Control, float Before, float Elapsed, float After);

/// <summary>A plant of first order: <c>tau dy/dt = gain tanh(2 u) - y - y^3 / 4</c>, measured with noise at irregular times.</summary>
/// <param name="seed">Draws controls, times and noise.</param>
sealed class Plant(int seed)
{
    const double Noise = 0.1;
    const int Substeps = 20;

    readonly Random random = new(seed);
    double timeConstant = 3, gain = 1.5;
    double value, measured, control;

    /// <summary>From now on it answers faster, and the other way round.</summary>
    public void Change() => (timeConstant, gain) = (1.2, -1);

    /// <summary>The next readings.</summary>
    public IReadOnlyList<PlantReading> Read(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    PlantReading Next()
    {
        if (random.Next(4) == 0)
            control = 2 * random.NextDouble() - 1;
        var (before, elapsed) = (measured, 0.2 + 1.8 * random.NextDouble());
        for (var step = 0; step < Substeps; step++)
            value += elapsed / Substeps / timeConstant * (gain * Math.Tanh(2 * control) - value - value * value * value / 4);
        measured = value + Noise * Normal();
        return new((float)control, (float)before, (float)elapsed, (float)measured);
    }

    double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
