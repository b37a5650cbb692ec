using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Cells;

public class AveragePoolingTests
{
    [Fact]
    public void Its_output_is_the_mean_of_the_inputs_so_far_whatever_their_timespans()
    {
        var values = Matrix<float>.Build.DenseOfArray(new float[,] { { 1, -4 }, { 3, 0 }, { 8, 1 }, { 0, 7 } });
        var output = new LiquidLayer(new AveragePooling(2)).Forward(new Sequence(values) { Timespans = [0, 5, 0.1f, 1e9f] });
        output.Should().Be(Matrix<float>.Build.DenseOfArray(new float[,] { { 1, -4 }, { 2, -2 }, { 4, -1 }, { 3, 1 } }));
    }

    [Fact]
    public void A_stream_carries_the_number_of_its_inputs()
    {
        var network = LiquidNetwork.Regressor(new StackedCell(new LeakyIntegratorCell(1, 1), new AveragePooling(1)), outputs: 1);
        var stream = network.OpenStream();
        for (var step = 0; step < 1_000; step++)
            stream.Step([MathF.Sin(step)]);
        stream.State[^1].Should().Be(1_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Sizes_that_no_state_has_are_refused(int features)
    {
        var create = () => new AveragePooling(features);
        create.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(features));
    }
}
