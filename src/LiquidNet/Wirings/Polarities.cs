using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>Random signs of synapses.</summary>
static class Polarities
{
    /// <summary>One in three is inhibitory: ncps' <c>choice([-1, 1, 1])</c>.</summary>
    public static int NextPolarity(this Pcg64 random) => random.Below(3) == 0 ? -1 : 1;

    /// <summary>One in two is inhibitory: ncps' <c>choice([-1, 1])</c>.</summary>
    public static int NextPolarity(this MersenneTwister random) => random.Below(2) == 0 ? -1 : 1;
}
