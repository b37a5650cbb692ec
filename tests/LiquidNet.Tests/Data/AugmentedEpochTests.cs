using LiquidNet.Data;

namespace LiquidNet.Tests.Data;

/// <summary>Sets made of an augmented set show in every epoch what that set shows.</summary>
public class AugmentedEpochTests
{
    const int Side = 4, Epochs = 6;

    // Every byte differs from its neighbours, so that each flip and crop shows.
    static readonly SequenceSet Augmented = ImageSequences.Rows(
        new LabelledImages([.. Enumerable.Range(1, 2 * Side * Side).Select(place => (byte)(7 * place))], [1, 0], 1, Side, Side, ["a", "b"]),
        new() { HorizontalFlips = true, CropPadding = 2, Seed = 5 });

    [Fact]
    public void A_set_of_missing_values_is_filled_in_every_epoch()
    {
        var masked = MissingValueEncoder.Of(Augmented);

        EveryEpochShouldShow(masked, (steps, step) => [.. steps[step], .. Enumerable.Repeat(1f, Side), .. new float[Side]]);
    }

    /// <summary>Expects each step to be made of the steps that the augmented set has in the same epoch.</summary>
    static void EveryEpochShouldShow(SequenceSet made, Func<float[][], int, float[]> expected)
    {
        ShouldShow(made, Augmented);
        for (var epoch = 0; epoch < Epochs; epoch++)
            ShouldShow(made.ForEpoch(epoch), Augmented.ForEpoch(epoch));
        Enumerable.Range(0, Epochs).Select(epoch => string.Join(' ', Steps(made.ForEpoch(epoch), 0).SelectMany(row => row)))
            .Should().OnlyHaveUniqueItems("the seed was chosen so that epochs differ");

        void ShouldShow(SequenceSet actual, SequenceSet source)
        {
            for (var index = 0; index < source.Count; index++)
            {
                var (steps, rows) = (Steps(source, index), Steps(actual, index));
                for (var step = 0; step < steps.Length; step++)
                    rows[step].Should().Equal(expected(steps, step));
            }
        }
    }

    static float[][] Steps(SequenceSet set, int index) => set.ToSequence(index).Values.ToRowArrays();
}
