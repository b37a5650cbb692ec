using LiquidNet.Data;

namespace LiquidNet.Tests.Data;

public class LabelledImagesTests
{
    static readonly string[] TwoClasses = ["cat", "dog"];

    [Fact]
    public void An_image_is_read_in_place_and_as_floats_from_0_to_1()
    {
        var images = new LabelledImages([.. Enumerable.Range(0, 24).Select(i => (byte)(i * 11))], [1, 0], 3, 2, 2, TwoClasses);
        var floats = new float[12];

        images.ReadPixels(1, floats);

        images.LabelOf(0).Should().Be(1);
        images.PixelsOf(1).ToArray().Should().Equal(Enumerable.Range(12, 12).Select(i => (byte)(i * 11)));
        floats.Should().Equal(Enumerable.Range(12, 12).Select(i => i * 11 / 255f));
        images.ToString().Should().Be("2 images [3 x 2 x 2], 2 classes");
    }

    [Fact]
    public void The_darkest_and_lightest_bytes_are_exactly_0_and_1()
    {
        var images = new LabelledImages([0, 255], [0], 1, 1, 2, TwoClasses);
        var floats = new float[2];

        images.ReadPixels(0, floats);

        floats.Should().Equal(0f, 1f);
    }

    [Fact]
    public void Bad_sizes_and_labels_are_refused()
    {
        var bytes = () => new LabelledImages(new byte[11], [0], 3, 2, 2, TwoClasses);
        var label = () => new LabelledImages(new byte[24], [1, 2], 3, 2, 2, TwoClasses);
        var none = () => new LabelledImages([], [], 3, 2, 2, TwoClasses);
        var size = () => new LabelledImages(new byte[24], [0], 3, 0, 2, TwoClasses);

        bytes.Should().Throw<ArgumentException>().WithMessage("*expect 12 bytes but got 11*");
        label.Should().Throw<ArgumentException>().WithMessage("Image 1 has label 2*0..1*");
        none.Should().Throw<ArgumentException>().WithMessage("*least one image*");
        size.Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LabelledImages(new byte[24], [0], 3, 65_536, 65_536, TwoClasses))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*between 1 and 2147483591 but is 12884901888*3 x 65536 x 65536*");
        FluentActions.Invoking(() => new LabelledImages(new byte[24], [0], -3, -4, 2, TwoClasses))
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void An_index_outside_is_refused()
    {
        var images = new LabelledImages(new byte[12], [0], 3, 2, 2, TwoClasses);

        images.Invoking(i => i.LabelOf(1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*0..0*");
        images.Invoking(i => i.PixelsOf(-1).Length).Should().Throw<ArgumentOutOfRangeException>();
        images.Invoking(i => i.ReadPixels(0, new float[3])).Should().Throw<ArgumentException>().WithMessage("*12*3*");
    }
}
