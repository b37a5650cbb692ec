using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests;

public class StatesTests
{
    readonly LiquidNetwork network = LiquidNetwork.Regressor(new LtcCell(1, 6, seed: 1), outputs: 2);
    readonly Sequence[] sequences = [.. Enumerable.Range(0, 3).Select(Learning.IrregularSines.ToSequence)];

    [Fact]
    public void A_run_goes_on_where_another_ended()
    {
        network.Forward(Parts(0, 7), initialStates: null, out var states);
        var rest = network.Forward(Parts(7, 16), states, out var finalStates);
        var whole = network.Forward(sequences, initialStates: null, out var expectedStates);
        finalStates.Should().BeEquivalentTo(expectedStates);
        for (var index = 0; index < sequences.Length; index++)
            rest[index].Should().BeEquivalentTo(whole[index].SubMatrix(7, 9, 0, 2));
    }

    [Fact]
    public void A_stream_takes_a_state_over_and_hands_it_out()
    {
        network.Forward(Parts(0, 7)[..1], initialStates: null, out var states);
        var stream = network.OpenStream();
        stream.Reset(states.Row(0).ToArray());
        for (var step = 7; step < 16; step++)
            stream.Step([sequences[0].Values[step, 0]], sequences[0].Timespans![step]);
        network.Forward(sequences[..1], initialStates: null, out var expected);
        (Vector<float>.Build.Dense(stream.State.ToArray()) - expected.Row(0)).InfinityNorm().Should().BeLessThan(1e-5);
    }

    Sequence[] Parts(int from, int to) =>
    [
        .. sequences.Select(sequence => new Sequence(sequence.Values.SubMatrix(from, to - from, 0, 1))
        {
            Timespans = [.. sequence.Timespans!.Skip(from).Take(to - from)],
        }),
    ];
}
