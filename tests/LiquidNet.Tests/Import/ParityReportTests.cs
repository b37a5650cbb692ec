using LiquidNet.Cells;
using LiquidNet.Import;
using LiquidNet.Storage;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Import;

public sealed class ParityReportTests : IDisposable
{
    static readonly GoldenFolder Checkpoints = GoldenFolder.Open("checkpoints");

    readonly string path = Path.GetTempFileName();

    public static TheoryData<string> Names => GoldenFolder.Names("checkpoints");

    public void Dispose() => File.Delete(path);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_trained_in_Python_is_within_tolerance(string name)
    {
        var golden = Checkpoints[name];
        var network = GoldenCheckpoint.Load(golden, GoldenCheckpoint.PytorchFile(golden), GoldenCheckpoint.ContainerOf(golden));
        Write(golden, outputs => outputs);
        var report = ParityReport.Of(network, path);
        report.IsWithinTolerance.Should().BeTrue("{0}", report);
        report.Count.Should().Be(Golden.SafetensorsFile.Read(golden.Path).Doubles("io.y").Length);
        report.LargestRelative.Relative.Should().BeInRange(1e-9, 1e-5);
        report.ToString().Should().Contain("100 % within 1e-5");
    }

    [Fact]
    public void The_largest_differences_are_found_with_their_places()
    {
        var golden = Checkpoints["ltc-autoncp-i6-h12-o3"];
        var network = GoldenCheckpoint.Load(golden, GoldenCheckpoint.PytorchFile(golden), "");

        // Sample 2, step 3, unit 1 of [3 x 8 x 3]; and a small one at sample 0, step 1, unit 2.
        Write(golden, outputs =>
        {
            outputs[(2 * 8 + 3) * 3 + 1] += 100;
            outputs[5] += 0.5f;
            return outputs;
        });
        var report = ParityReport.Of(network, path, tolerance: 1e-4f);
        report.Count.Should().Be(72);
        report.WithinTolerance.Should().Be(70);
        var largest = report.LargestAbsolute;
        (largest.Sample, largest.Step, largest.Unit).Should().Be((2, 3, 1));
        largest.Absolute.Should().BeApproximately(100, 0.01);
        report.LargestRelative.Should().Be(largest);
        ParityReport.Of(network, path, tolerance: 1).IsWithinTolerance.Should().BeTrue("100 is little beside a reference of 100");
        report.ToString().Should().StartWith("72 outputs compared, 97.222 % within 1e-4").And.Contain("sample 2, step 3, unit 1: ");
    }

    [Fact]
    public void A_reference_that_does_not_fit_is_refused_with_the_tensor()
    {
        var network = new LiquidNetwork(new CfcCell(2, 3), new IdentityReadout(3));
        Refuse<InvalidDataException>("*no tensor 'input'*");
        Refuse<InvalidDataException>("*input F32 [2] is not [samples x steps x features]*", ("input", [2], 0));
        Refuse<ArgumentException>("*'input' has 4 features a step, but the network takes 2*", ("input", [1, 1, 4], 0));
        Refuse<ArgumentException>(
            "*'outputs' has 1 numbers a step, but the network gives 3*", ("input", [1, 1, 2], 0), ("outputs", [1, 1, 1], 0));
        (string, long[], float)[] whole = [("input", [1, 2, 2], 0), ("outputs", [1, 2, 3], 0)];
        Refuse<InvalidDataException>("*no tensor 'timespans'*", whole);
        Refuse<InvalidDataException>("*timespans F32 [2] is not [1 x 2]*", [.. whole, ("timespans", [2], 1)]);
        Refuse<InvalidDataException>("*timespan 0 of sample 0 is -1*", [.. whole, ("timespans", [1, 2], -1)]);
        Refuse<InvalidDataException>("*'timespans' has a number that is not finite*", [.. whole, ("timespans", [1, 2], float.NaN)]);
        Refuse<InvalidDataException>(
            "*state F32 [1 x 4] is not [1 x 3]*", [.. whole, ("timespans", [1, 2], 1), ("state", [1, 4], 0)]);
        network.Invoking(own => ParityReport.Of(own, path, float.NaN)).Should().Throw<ArgumentOutOfRangeException>();

        void Refuse<T>(string message, params (string Name, long[] Shape, float Value)[] tensors)
            where T : Exception
        {
            var writer = new SafetensorsWriter();
            foreach (var (name, shape, value) in tensors)
                writer.Add(name, shape, Enumerable.Repeat(value, (int)shape.Aggregate((size, other) => size * other)).ToArray());
            writer.Save(path);
            network.Invoking(own => ParityReport.Of(own, path)).Should().Throw<T>().WithMessage(message);
        }
    }

    void Write(GoldenCase golden, Func<float[], float[]> change)
    {
        var file = Golden.SafetensorsFile.Read(golden.Path);
        var writer = new SafetensorsWriter();
        Add("input", "io.x");
        Add("timespans", "io.timespans");
        writer.Add("outputs", ShapeOf("io.y"), change(Values("io.y")));
        if (file.Contains("io.c0"))
        {
            var (samples, units) = (file.Shape("io.h0")[0], file.Shape("io.h0")[1]);
            var states = Enumerable.Range(0, samples).SelectMany(sample =>
                Values("io.h0").Skip(sample * units).Take(units).Concat(Values("io.c0").Skip(sample * units).Take(units)));
            writer.Add("state", [samples, 2 * units], states.ToArray());
        }
        else
        {
            Add("state", "io.h0");
        }

        writer.Save(path);

        void Add(string name, string stored) => writer.Add(name, ShapeOf(stored), Values(stored));
        long[] ShapeOf(string stored) => [.. file.Shape(stored).Select(size => (long)size)];
        float[] Values(string stored) => Array.ConvertAll(file.Doubles(stored), value => (float)value);
    }
}
