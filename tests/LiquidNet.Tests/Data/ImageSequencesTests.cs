using CsCheck;
using LiquidNet.Data;

namespace LiquidNet.Tests.Data;

public class ImageSequencesTests
{
    const int Channels = 2, Height = 4, Width = 6;

    // Every byte of the first image shows its place: channel, row, column as decimal digits.
    static readonly LabelledImages Images = new(
        [.. Places((channel, row, column) => (byte)(100 * channel + 10 * row + column)), .. Places((_, _, _) => (byte)255)],
        [1, 0], Channels, Height, Width, ["first", "second"]);

    [Fact]
    public void A_held_image_shows_all_of_its_bytes_at_every_step()
    {
        var set = ImageSequences.Hold(Images, steps: 6);

        (set.Count, set.Features, set.Classes, set.LengthOf(0), set.IsConstantOverTime).Should().Be((2, 48, 2, 6, true));
        for (var step = 0; step < 6; step++)
            Read(set, 0, step).Should().Equal(Images.PixelsOf(0).ToArray().Select(b => b / 255f));
        Labels(set).Should().Equal(1, 0);
    }

    [Fact]
    public void Rows_are_channel_after_channel_from_the_left()
    {
        var set = ImageSequences.Rows(Images);

        (set.LengthOf(0), set.Features, set.IsConstantOverTime).Should().Be((4, 12, false));
        Bytes(set, 0, 2).Should().Equal(20, 21, 22, 23, 24, 25, 120, 121, 122, 123, 124, 125);
    }

    [Fact]
    public void Columns_are_channel_after_channel_from_the_top()
    {
        var set = ImageSequences.Columns(Images);

        (set.LengthOf(0), set.Features).Should().Be((6, 8));
        Bytes(set, 0, 4).Should().Equal(4, 14, 24, 34, 104, 114, 124, 134);
    }

    [Fact]
    public void Patches_go_row_by_row_from_the_top_left()
    {
        var set = ImageSequences.Patches(Images, size: 2);

        (set.LengthOf(0), set.Features).Should().Be((6, 8));
        Bytes(set, 0, 0).Should().Equal(0, 1, 10, 11, 100, 101, 110, 111);
        Bytes(set, 0, 1).Should().Equal(2, 3, 12, 13, 102, 103, 112, 113);
        Bytes(set, 0, 5).Should().Equal(24, 25, 34, 35, 124, 125, 134, 135);
    }

    [Fact]
    public void Overlapping_patches_show_their_neighbours_and_black_beyond_the_image()
    {
        var set = ImageSequences.Patches(Images, size: 2, overlap: 1);

        (set.LengthOf(0), set.Features, set.IsConstantOverTime).Should().Be((6, 32, false));
        Bytes(set, 0, 1).Take(16).Should().Equal(0, 0, 0, 0, 1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24);
        Bytes(set, 0, 3).Skip(16).Should().Equal(0, 110, 111, 112, 0, 120, 121, 122, 0, 130, 131, 132, 0, 0, 0, 0);
        Bytes(set, 0, 5).Take(16).Should().Equal(13, 14, 15, 0, 23, 24, 25, 0, 33, 34, 35, 0, 0, 0, 0, 0);
    }

    [Fact]
    public void Overlapping_patches_are_augmented_as_others_are()
    {
        var options = new ImageSequenceOptions { HorizontalFlips = true, CropPadding = 3, Seed = 7 };
        var (narrow, wide) = (ImageSequences.Patches(Images, 2, options: options), ImageSequences.Patches(Images, 2, overlap: 1, options));

        for (var epoch = 0; epoch < 20; epoch++)
        {
            for (var step = 0; step < 6; step++)
            {
                var whole = Bytes(wide.ForEpoch(epoch), 0, step);
                byte[] inner = [.. whole[5..7], .. whole[9..11], .. whole[21..23], .. whole[25..27]];
                Bytes(narrow.ForEpoch(epoch), 0, step).Should().Equal(inner);
                if (step < 3)
                    whole.Take(4).Should().OnlyContain(value => value == 0, "nothing is seen above the window");
                if (step % 3 == 2)
                    whole.Where((_, place) => place % 4 == 3).Should().OnlyContain(value => value == 0, "nothing is seen beside it");
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void An_overlap_that_is_no_number_of_neighbours_is_refused(int overlap) =>
        FluentActions.Invoking(() => ImageSequences.Patches(Images, 2, overlap: overlap)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"The overlap must be between 0 and 1024 but is {overlap}*");

    [Fact]
    public void Patches_of_more_numbers_than_an_array_can_hold_are_refused()
    {
        var deep = new LabelledImages(new byte[100_000], labels: [0], channels: 100_000, height: 1, width: 1, classNames: ["a"]);
        ImageSequences.Patches(deep, size: 1, overlap: 50).Features.Should().Be(100_000 * 101 * 101);
        FluentActions.Invoking(() => ImageSequences.Patches(deep, size: 1, overlap: 1024)).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("overlap").WithMessage("A patch of 100000 channels with 2049 x 2049 pixels is more than the * numbers*");
    }

    [Fact]
    public void Pixels_go_row_by_row_from_the_top_left()
    {
        var set = ImageSequences.Pixels(Images);

        (set.LengthOf(0), set.Features).Should().Be((24, 2));
        Bytes(set, 0, 0).Should().Equal(0, 100);
        Bytes(set, 0, 8).Should().Equal(12, 112);
        Bytes(set, 0, 23).Should().Equal(35, 135);
    }

    [Fact]
    public void Patches_that_do_not_fill_the_image_are_refused()
    {
        var act = () => ImageSequences.Patches(Images, size: 3);

        act.Should().Throw<ArgumentException>().WithMessage("*4 x 6*size 3*");
    }

    [Fact]
    public void A_set_without_augmentation_is_the_same_in_every_epoch()
    {
        var set = ImageSequences.Rows(Images);

        set.ForEpoch(3).Should().BeSameAs(set);
    }

    [Fact]
    public void Only_the_set_of_an_epoch_is_augmented()
    {
        var options = new ImageSequenceOptions { HorizontalFlips = true, CropPadding = 2 };

        Read(ImageSequences.Hold(Images, 1, options), 0, 0).Should().Equal(Read(ImageSequences.Hold(Images, 1), 0, 0));
    }

    [Fact]
    public void An_augmented_image_is_the_image_moved_and_perhaps_mirrored_on_black() =>
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int, Gen.Int[0, 1000]).Sample((padding, flips, seed, epoch) =>
        {
            var options = new ImageSequenceOptions { HorizontalFlips = flips, CropPadding = padding, Seed = seed };
            var seen = Bytes(ImageSequences.Hold(Images, 1, options).ForEpoch(epoch), 0, 0);

            var candidates =
                from mirrored in Enumerable.Range(0, flips ? 2 : 1)
                from down in Enumerable.Range(-padding, 2 * padding + 1)
                from right in Enumerable.Range(-padding, 2 * padding + 1)
                select Moved(mirrored == 1, down, right);
            candidates.Should().ContainSingle(candidate => candidate.SequenceEqual(seen));
        }, iter: 200);

    [Fact]
    public void Every_flip_and_crop_occurs()
    {
        var set = ImageSequences.Hold(Images, 1, new() { HorizontalFlips = true, CropPadding = 1 });

        var views = Enumerable.Range(0, 300).Select(epoch => string.Join(' ', Bytes(set.ForEpoch(epoch), 0, 0)));

        views.Distinct().Should().HaveCount(2 * 3 * 3);
    }

    [Fact]
    public void An_epoch_is_drawn_by_seed_epoch_and_index_also_in_a_subset()
    {
        var images = new LabelledImages(
            [.. Enumerable.Range(0, 50).SelectMany(_ => Images.PixelsOf(0).ToArray())], new int[50], Channels, Height, Width, ["only"]);
        var options = new ImageSequenceOptions { HorizontalFlips = true, CropPadding = 2, Seed = 7 };
        var set = ImageSequences.Hold(images, 1, options);

        var epoch = Everything(set.ForEpoch(1));

        Everything(set.ForEpoch(1)).Should().Equal(epoch);
        Everything(set.ForEpoch(2)).Should().NotEqual(epoch);
        Everything(ImageSequences.Hold(images, 1, options with { Seed = 8 }).ForEpoch(1)).Should().NotEqual(epoch);
        epoch.Distinct().Should().HaveCountGreaterThan(10);
        Everything(set.Subset([4, 9]).ForEpoch(1)).Should().Equal(epoch[4], epoch[9]);
    }

    [Fact]
    public void All_pieces_of_an_augmented_image_come_from_one_view()
    {
        var options = new ImageSequenceOptions { HorizontalFlips = true, CropPadding = 2, Seed = 3 };
        for (var epoch = 0; epoch < 20; epoch++)
        {
            var whole = Bytes(ImageSequences.Hold(Images, 1, options).ForEpoch(epoch), 0, 0);
            var rows = ImageSequences.Rows(Images, options).ForEpoch(epoch);

            for (var row = 0; row < Height; row++)
            {
                Bytes(rows, 0, row).Should().Equal(
                    Enumerable.Range(0, Channels).SelectMany(channel => whole.Skip((channel * Height + row) * Width).Take(Width)));
            }
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var set = ImageSequences.Patches(Images, 2, options: new() { HorizontalFlips = true, CropPadding = 1 }).ForEpoch(1);
        var features = new float[set.Features];
        set.ReadStep(0, 0, features);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 6; step++)
            set.ReadStep(0, step, features);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1 << 30)]
    public void A_padding_whose_places_cannot_be_counted_is_refused(int padding) =>
        FluentActions.Invoking(() => new ImageSequenceOptions { CropPadding = padding }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"The padding must be between 0 and 1073741823 but is {padding}*");

    [Fact]
    public void A_step_outside_is_refused() =>
        ImageSequences.Rows(Images).Invoking(set => set.ReadStep(0, 4, new float[12])).Should().Throw<ArgumentOutOfRangeException>();

    static byte[] Moved(bool mirrored, int down, int right) => Places((channel, row, column) =>
    {
        var sourceRow = row + down;
        var sourceColumn = (mirrored ? Width - 1 - column : column) + right;
        var inside = sourceRow is >= 0 and < Height && sourceColumn is >= 0 and < Width;
        return inside ? (byte)(100 * channel + 10 * sourceRow + sourceColumn) : (byte)0;
    });

    static byte[] Places(Func<int, int, int, byte> valueAt) =>
    [
        .. from channel in Enumerable.Range(0, Channels)
           from row in Enumerable.Range(0, Height)
           from column in Enumerable.Range(0, Width)
           select valueAt(channel, row, column),
    ];

    static string[] Everything(SequenceSet set) => [.. Enumerable.Range(0, set.Count).Select(i => string.Join(' ', Bytes(set, i, 0)))];

    static int[] Labels(SequenceSet set)
    {
        var label = new int[1];
        return [.. Enumerable.Range(0, set.Count).Select(index =>
        {
            set.ReadLabels(index, label);
            return label[0];
        })];
    }

    static byte[] Bytes(SequenceSet set, int index, int step) =>
        Array.ConvertAll(Read(set, index, step), value => (byte)MathF.Round(value * 255f));

    static float[] Read(SequenceSet set, int index, int step)
    {
        var features = new float[set.Features];
        set.ReadStep(index, step, features);
        return features;
    }
}
