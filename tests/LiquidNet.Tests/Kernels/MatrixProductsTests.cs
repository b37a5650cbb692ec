using LiquidNet.Kernels;
using LiquidNet.Kernels.Products;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class MatrixProductsTests
{
    /// <summary>Rounding of a sum, relative to the sum of the magnitudes of its terms.</summary>
    const double Rounding = 2e-6;

    static readonly (int Inputs, int Outputs)[] Sizes =
        [(1, 1), (3, 2), (2, 3), (5, 7), (20, 19), (31, 32), (32, 10), (4, 4), (13, 12), (9, 26), (300, 11), (17, 300), (1100, 5)];

    public static TheoryData<int, int, int> Shapes() => ShapesWith(1, 8, 16, 24);

    public static TheoryData<int, int, int> ShapesOfManyLanes() => ShapesWith(8, 16, 24);

    static TheoryData<int, int, int> ShapesWith(params int[] laneCounts)
    {
        var shapes = new TheoryData<int, int, int>();
        foreach (var lanes in laneCounts)
        {
            foreach (var (inputs, outputs) in Sizes)
                shapes.Add(inputs, outputs, lanes);
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_adds_the_weighted_sum_of_the_sources(int inputs, int outputs, int lanes) => CheckProduct(inputs, outputs, lanes);

    static void CheckProduct(int inputs, int outputs, int lanes)
    {
        foreach (var stride in (int[])[inputs, inputs + 5])
        {
            var weights = Numbers.Around(1, LengthOf(inputs, outputs, stride));
            var source = Numbers.Around(2, inputs * lanes);
            var start = Numbers.Around(3, outputs * lanes);
            var sum = new NaiveSum(start);
            for (var o = 0; o < outputs; o++)
            {
                for (var i = 0; i < inputs; i++)
                {
                    for (var l = 0; l < lanes; l++)
                        sum.Add(o * lanes + l, weights[o * stride + i], source[i * lanes + l]);
                }
            }

            var destination = new GuardedArray(start);
            MatrixProducts.AddProduct(weights, stride, source, inputs, outputs, lanes, destination.Span);
            sum.ShouldEqual(destination, Rounding);
            if (lanes == 1 || inputs == 0 || outputs == 0)
                continue;
            destination = new GuardedArray(Numbers.Around(4, outputs * lanes));
            MatrixProducts.WriteProduct(start, Broadcast.Equal, weights, stride, source, inputs, outputs, lanes, destination.Span);
            sum.ShouldEqual(destination, Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(ShapesOfManyLanes))]
    public void A_product_that_starts_from_a_bias_is_that_of_a_start_in_every_lane(int inputs, int outputs, int lanes)
    {
        var (weights, source) = (Numbers.Around(1, outputs * inputs), Numbers.Around(2, inputs * lanes));
        var bias = Numbers.Around(3, outputs);
        var (spread, equal) = (new GuardedArray(Numbers.Around(4, outputs * lanes)), new GuardedArray(Numbers.Around(4, outputs * lanes)));
        MatrixProducts.WriteProduct(bias, Broadcast.PerNeuron, weights, inputs, source, inputs, outputs, lanes, spread.Span);
        var start = Enumerable.Range(0, outputs * lanes).Select(at => bias[at / lanes]).ToArray();
        MatrixProducts.WriteProduct(start, Broadcast.Equal, weights, inputs, source, inputs, outputs, lanes, equal.Span);
        spread.ShouldBe(Array.ConvertAll(equal.Span.ToArray(), value => (double)value), 0);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_transposed_product_adds_what_the_outputs_send_back(int inputs, int outputs, int lanes) =>
        CheckTransposedProduct(inputs, outputs, lanes);

    static void CheckTransposedProduct(int inputs, int outputs, int lanes)
    {
        foreach (var stride in (int[])[inputs, inputs + 5])
        {
            var weights = Numbers.Around(1, LengthOf(inputs, outputs, stride));
            var adjoint = Numbers.Around(2, outputs * lanes);
            var start = Numbers.Around(3, inputs * lanes);
            var sum = new NaiveSum(start);
            for (var o = 0; o < outputs; o++)
            {
                for (var i = 0; i < inputs; i++)
                {
                    for (var l = 0; l < lanes; l++)
                        sum.Add(i * lanes + l, weights[o * stride + i], adjoint[o * lanes + l]);
                }
            }

            var destination = new GuardedArray(start);
            MatrixProducts.AddTransposedProduct(weights, stride, adjoint, inputs, outputs, lanes, destination.Span);
            sum.ShouldEqual(destination, Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_weight_gradient_sums_over_slots_and_lanes(int inputs, int outputs, int lanes)
    {
        CheckWeightGradient(1, inputs, outputs, lanes, inputs, inputs * lanes, outputs * lanes);
        CheckWeightGradient(3, inputs, outputs, lanes, inputs + 5, inputs * lanes + 7, outputs * lanes + 11);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_slots_may_share_a_source(int inputs, int outputs, int lanes) =>
        CheckWeightGradient(5, inputs, outputs, lanes, inputs, sourceStride: 0, outputs * lanes + 3);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_weight_gradient_takes_any_number_of_slots(int lanes)
    {
        for (var slots = 0; slots <= 70; slots += 1 + slots / 8)
            CheckWeightGradient(slots, 7, 5, lanes, 7, 7 * lanes, 5 * lanes);

        CheckWeightGradient(70, 13, 140, lanes, 16, 13 * lanes + 8, 140 * lanes);
    }

    [Fact]
    public void Every_small_shape_is_multiplied_right_and_the_empty_ones_too()
    {
        foreach (var lanes in (int[])[1, 8, 16, 24])
        {
            for (var outputs = 0; outputs <= 26; outputs++)
            {
                for (var inputs = 0; inputs <= 26; inputs += 1 + inputs / 5)
                {
                    CheckProduct(inputs, outputs, lanes);
                    CheckTransposedProduct(outputs, inputs, lanes);
                    CheckWeightGradient(3, inputs, outputs, lanes, inputs + 5, inputs * lanes + 7, outputs * lanes + 11);
                }
            }
        }
    }

    [Fact]
    public void Products_of_nothing_add_nothing()
    {
        var destination = new GuardedArray(1f, 2f);
        MatrixProducts.AddProduct([], 0, [], inputs: 0, outputs: 2, lanes: 1, destination.Span);
        MatrixProducts.AddTransposedProduct([], 2, [], inputs: 2, outputs: 0, lanes: 1, destination.Span);
        MatrixProducts.AddWeightGradient([], 2, [], 1, slots: 0, inputs: 2, outputs: 1, lanes: 1, weightStride: 2, destination.Span);
        MatrixProducts.AddPackedProduct([], [], inputs: 0, outputs: 2, destination.Span);
        destination.ShouldBe([1d, 2d], 0d);
    }

    [Fact]
    public void A_packed_product_equals_the_product_of_one_lane()
    {
        for (var outputs = 1; outputs <= 140; outputs += 1 + outputs / 20)
        {
            for (var inputs = 1; inputs <= 40; inputs += 1 + inputs / 6)
            {
                foreach (var stride in (int[])[inputs, inputs + 3])
                {
                    var weights = Numbers.Around(1, (outputs - 1) * stride + inputs);
                    var source = Numbers.Around(2, inputs);
                    var start = Numbers.Around(3, outputs);
                    var sum = new NaiveSum(start);
                    for (var o = 0; o < outputs; o++)
                    {
                        for (var i = 0; i < inputs; i++)
                            sum.Add(o, weights[o * stride + i], source[i]);
                    }

                    var packed = new GuardedArray(new float[MatrixProducts.PackedLength(inputs, outputs)]);
                    MatrixProducts.Pack(weights, stride, inputs, outputs, packed.Span);
                    packed.ShouldHaveWholeMargins();
                    var destination = new GuardedArray(start);
                    MatrixProducts.AddPackedProduct(packed.Span, source, inputs, outputs, destination.Span);
                    sum.ShouldEqual(destination, Rounding);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Products_allocate_nothing(int lanes)
    {
        const int Slots = 4, Inputs = 19, Outputs = 70;
        var weights = Numbers.Around(1, Inputs * Outputs);
        var packed = new float[MatrixProducts.PackedLength(Inputs, Outputs)];
        var sources = Numbers.Around(2, Slots * Inputs * lanes);
        var adjoints = Numbers.Around(3, Slots * Outputs * lanes);
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        GC.GetAllocatedBytesForCurrentThread().Should().Be(before);

        void Run()
        {
            MatrixProducts.AddProduct(weights, Inputs, sources, Inputs, Outputs, lanes, adjoints);
            MatrixProducts.AddTransposedProduct(weights, Inputs, adjoints, Inputs, Outputs, lanes, sources);
            MatrixProducts.AddWeightGradient(
                sources, Inputs * lanes, adjoints, Outputs * lanes, Slots, Inputs, Outputs, lanes, Inputs, weights);
            MatrixProducts.Pack(weights, Inputs, Inputs, Outputs, packed);
            MatrixProducts.AddPackedProduct(packed, sources, Inputs, Outputs, adjoints);
        }
    }

    static int LengthOf(int inputs, int outputs, int stride) => outputs == 0 ? 0 : (outputs - 1) * stride + inputs;

    static void CheckWeightGradient(
        int slots, int inputs, int outputs, int lanes, int weightStride, int sourceStride, int adjointStride)
    {
        var source = Numbers.Around(1, Math.Max(slots - 1, 0) * sourceStride + inputs * lanes);
        var adjoint = Numbers.Around(2, Math.Max(slots - 1, 0) * adjointStride + outputs * lanes);
        var start = Numbers.Around(3, LengthOf(inputs, outputs, weightStride));
        var sum = new NaiveSum(start);
        for (var k = 0; k < slots; k++)
        {
            for (var o = 0; o < outputs; o++)
            {
                for (var i = 0; i < inputs; i++)
                {
                    for (var l = 0; l < lanes; l++)
                    {
                        sum.Add(
                            o * weightStride + i, adjoint[k * adjointStride + o * lanes + l], source[k * sourceStride + i * lanes + l]);
                    }
                }
            }
        }

        var gradient = new GuardedArray(start);
        MatrixProducts.AddWeightGradient(
            source, sourceStride, adjoint, adjointStride, slots, inputs, outputs, lanes, weightStride, gradient.Span);
        sum.ShouldEqual(gradient, Rounding, $"{slots} slots");
    }
}
