using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>Devices that measure at times of their own, with a value missing now and then; always the same.</summary>
static class SyntheticDevices
{
    const int MillisecondsOfRound = 1_500;

    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What a device sends in a round.</summary>
    public static Reading Reading(int device, int round)
    {
        var time = Start.AddMilliseconds(round * MillisecondsOfRound + Mix(device, round) % 1_000);
        var values = new float?[4];
        for (var index = 0; index < values.Length; index++)
            values[index] = Mix(device, round + index) % 10 == 0 ? null : MathF.Sin(0.37f * device + 0.71f * round + index);
        return new(string.Create(CultureInfo.InvariantCulture, $"device-{device}"), time, values);
    }

    static uint Mix(int device, int round) => ((uint)device * 2_654_435_761u + (uint)round * 2_246_822_519u) >> 8;
}
