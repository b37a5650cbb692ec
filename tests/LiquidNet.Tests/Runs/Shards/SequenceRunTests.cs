using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Runs.Shards;

public sealed class SequenceRunTests
{
    const int Inputs = 3, Units = 5;

    public static TheoryData<string> Weights { get; } = new("W_in", "time_a.weight", "time_b.bias");

    [Theory]
    [MemberData(nameof(Weights))]
    public void A_run_leaves_nothing_behind_for_the_next(string changed)
    {
        var layer = Layer(changed);
        Sequence[] batch = [.. Enumerable.Range(0, 20).Select(seed => Random(length: 6, seed))];
        Sequence[] ragged = [.. Enumerable.Range(0, 20).Select(seed => Random(length: 2 + seed, seed + 100))];
        var states = Matrix<float>.Build.Dense(batch.Length, Units, 0.5f);

        layer.Forward(batch, states, out _);
        layer.Forward(ragged);
        layer.Cell.Parameters[changed].Values[0] += 1;
        var again = layer.Forward(batch, null, out var finalAgain);

        var fresh = Layer(changed);
        fresh.Cell.Parameters[changed].Values[0] += 1;
        again.Should().Equal(fresh.Forward(batch, null, out var final));
        finalAgain.Equals(final).Should().BeTrue();
    }

    [Fact]
    public void Threads_may_share_a_layer()
    {
        var layer = Layer("W_in");
        Sequence[] batch = [.. Enumerable.Range(0, 40).Select(seed => Random(length: 9, seed))];
        var expected = layer.Forward(batch);

        Parallel.For(0, 16, _ => layer.Forward(batch).Should().Equal(expected));
    }

    /// <summary>A layer of a cell that has weights of this name.</summary>
    static LiquidLayer Layer(string weights) => new(
        weights == "W_in" ? new LeakyIntegratorCell(Inputs, Units, seed: 3) : new CfcCell(Inputs, Units, seed: 3));

    static Sequence Random(int length, int seed)
    {
        var random = new Random(seed);
        return new Sequence(Matrix<float>.Build.Dense(length, Inputs, (_, _) => random.NextSingle() - 0.5f));
    }
}
