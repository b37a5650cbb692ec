using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>A car on a winding lane, steered by a driver who sees more than the network will.</summary>
/// <remarks>
/// The network sees noisy readings at irregular times: how far the car is from the middle, the curvature of the lane, and the speed. The
/// driver knows the heading and the steering so far too, which the network has to find out from what it remembers.
/// </remarks>
static class LaneKeeping
{
    public const int Features = 3;

    const int Steps = 64;

    /// <summary>
    /// Drives with 0.02 to 0.1 s between two readings, as timespans in tenths of a second; targets are the driver's steering, in radians.
    /// </summary>
    public static IReadOnlyList<Sequence> Drives(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Drive(random))];
    }

    static Sequence Drive(Random random)
    {
        var (offset, heading, steering) = (Spread(random, 0.8f), Spread(random, 0.15f), 0f);
        var speed = 8 + 6 * random.NextSingle();
        var (phase, bend) = (random.NextSingle() * MathF.Tau, 0.02f + 0.05f * random.NextSingle());
        var readings = Matrix<float>.Build.Dense(Steps, Features);
        var targets = Matrix<float>.Build.Dense(Steps, 1);
        var timespans = new float[Steps];
        for (var step = 0; step < Steps; step++)
        {
            var elapsed = 0.02f + 0.08f * random.NextSingle();
            phase += elapsed * speed / 15;
            var curvature = bend * MathF.Sin(phase);
            heading += elapsed * speed * (steering / 2.7f - curvature) + Spread(random, 0.004f);
            offset += elapsed * speed * MathF.Sin(heading);
            readings.SetRow(step, [offset + Spread(random, 0.02f), 10 * curvature, speed / 10]);
            steering = Math.Clamp(2.7f * curvature - 0.12f * offset - 0.9f * heading, -0.5f, 0.5f);
            targets[step, 0] = steering;
            timespans[step] = 10 * elapsed;
        }

        return new Sequence(readings) { Timespans = timespans, Targets = targets };
    }

    static float Spread(Random random, float most) => most * (2 * random.NextSingle() - 1);
}
