using LiquidNet.Cells;

namespace LiquidNet.Tests.Cells;

public class RiccatiCellTests
{
    const int Inputs = 2;
    const int Units = 6;

    [Theory]
    [InlineData(0.01f)]
    [InlineData(1)]
    [InlineData(7.5f)]
    public void A_step_is_the_flow_of_the_equation_that_Runge_and_Kutta_find_in_double(float timespan)
    {
        var cell = Scattered(seed: 1);
        float[] input = [0.7f, -1.2f];
        var stream = new LiquidNetwork(cell, new IdentityReadout(Units)).OpenStream();
        stream.Reset([-1, -0.6f, 0, 0.3f, 0.9f, 1]);
        var expected = stream.State.ToArray().Select((state, unit) => Flow(cell, input, unit, state, timespan)).ToArray();

        stream.Step(input, timespan);

        for (var unit = 0; unit < Units; unit++)
            stream.State[unit].Should().BeApproximately((float)expected[unit], 2e-6f, $"of unit {unit}");
    }

    [Fact]
    public void Two_half_steps_are_a_whole_one()
    {
        var network = new LiquidNetwork(Scattered(seed: 2), new IdentityReadout(Units));
        var (whole, halves) = (network.OpenStream(), network.OpenStream());
        whole.Step([0.4f, 0.9f], 3);
        halves.Step([0.4f, 0.9f], 1.5f);
        halves.Step([0.4f, 0.9f], 1.5f);
        for (var unit = 0; unit < Units; unit++)
            halves.State[unit].Should().BeApproximately(whole.State[unit], 1e-6f);
    }

    [Theory]
    [InlineData(1e3f)]
    [InlineData(1e6f)]
    [InlineData(1e12f)]
    public void A_curvature_far_greater_than_the_decay_stays_within_the_bound(float curvature)
    {
        var cell = new RiccatiCell(1, 2);
        cell.Parameters["b_in"].Values.Slice(2 * 2, 2).Fill(curvature);
        cell.Parameters["b_in"].Values.Slice(3 * 2, 2).Fill(30);
        var stream = new LiquidNetwork(cell, new IdentityReadout(2)).OpenStream();
        foreach (var timespan in (float[])[0, 1e-30f, 1e-3f, 1, 1e6f, 1e30f])
        {
            stream.Step([1], timespan);
            stream.State.ToArray().Should().OnlyContain(state => Math.Abs(state) <= 1.000001f);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(1)]
    public void Time_constants_begin_spread_between_one_and_the_longest(float longest)
    {
        var cell = new RiccatiCell(1, 3, longestTimeConstant: longest);
        var speeds = cell.Parameters["b_in"].Values[..3].ToArray().Select(bias => 1 / (1 + MathF.Exp(-bias))).ToArray();
        var shortest = 1 / (0.9f * MathF.Log(2));
        speeds[0].Should().BeApproximately(0.9f, 1e-5f, "eps stays below one");
        (1 / (speeds[1] * MathF.Log(2))).Should().BeApproximately(Math.Max(shortest, MathF.Sqrt(longest)), 1e-3f * longest);
        (1 / (speeds[2] * MathF.Log(2))).Should().BeApproximately(Math.Max(shortest, longest), 1e-3f * longest);
    }

    [Theory]
    [InlineData(0.9f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_longest_time_constant_below_one_or_not_finite_is_refused(float value)
    {
        var create = () => new RiccatiCell(1, 1, longestTimeConstant: value);
        create.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("longestTimeConstant");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e-10f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_least_decay_that_is_too_small_is_refused(float value)
    {
        var create = () => new RiccatiCell(1, 1) { MinDecay = value };
        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*MinDecay*");
    }

    static RiccatiCell Scattered(int seed)
    {
        var cell = new RiccatiCell(Inputs, Units, seed);
        var random = new Random(seed);
        foreach (var parameter in cell.Parameters)
        {
            foreach (ref var value in parameter.Values)
                value += 2 * (random.NextSingle() - 0.5f);
        }

        return cell;
    }

    /// <summary>The equation as the cell's documentation states it, in 20,000 steps.</summary>
    static double Flow(RiccatiCell cell, float[] input, int unit, double x, double timespan)
    {
        const int Steps = 20_000;
        var eps = 1 / (1 + Math.Exp(-Coefficient(0)));
        var decay = cell.MinDecay + Math.Log(1 + Math.Exp(Coefficient(1)));
        var gamma = Coefficient(2);
        var alpha = (decay + Math.Abs(gamma)) * Math.Tanh(Coefficient(3));
        var beta = -(decay + 2 * Math.Abs(gamma));
        var h = timespan / Steps;
        for (var step = 0; step < Steps; step++)
        {
            var k1 = Slope(x);
            var k2 = Slope(x + h / 2 * k1);
            var k3 = Slope(x + h / 2 * k2);
            x += h / 6 * (k1 + 2 * k2 + 2 * k3 + Slope(x + h * k3));
        }

        return x;

        double Slope(double at) => eps * (alpha + beta * at + gamma * at * at);

        double Coefficient(int index)
        {
            double sum = cell.Parameters["b_in"].Values[index * Units + unit];
            for (var feature = 0; feature < Inputs; feature++)
                sum += cell.Parameters["W_in"].Values[(index * Units + unit) * Inputs + feature] * (double)input[feature];
            return sum;
        }
    }
}
