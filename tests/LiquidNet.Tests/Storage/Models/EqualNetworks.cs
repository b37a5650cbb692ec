using LiquidNet.Data;
using LiquidNet.Storage;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Storage.Models;

/// <summary>Networks in files, and what is expected of those that come back.</summary>
static class EqualNetworks
{
    public static byte[] ToBytes(this LiquidNetwork network)
    {
        var memory = new MemoryStream();
        network.Save(memory);
        return memory.ToArray();
    }

    public static LiquidNetwork ToNetwork(this byte[] bytes) => LiquidNetwork.Load(new MemoryStream(bytes));

    /// <summary>Saves and loads, and expects of what came back that it does the same in every bit, before training and after it.</summary>
    public static LiquidNetwork ShouldComeBack(this LiquidNetwork network, float longestTimespan = 2, bool opensStreams = true)
    {
        var bytes = network.ToBytes();
        var loaded = bytes.ToNetwork();
        loaded.ToString().Should().Be(network.ToString());
        loaded.ToBytes().Should().Equal(bytes, "a file that is loaded and saved is the same file");
        ShouldRunAs(network, loaded, longestTimespan, opensStreams);
        foreach (var trained in (LiquidNetwork[])[network, loaded])
            Train(trained, longestTimespan);
        ShouldHaveTheParametersOf(network, loaded);
        ShouldRunAs(network, loaded, longestTimespan, opensStreams);
        return loaded;
    }

    static void ShouldRunAs(LiquidNetwork expected, LiquidNetwork actual, float longestTimespan, bool opensStreams)
    {
        (actual.InputSize, actual.OutputSize).Should().Be((expected.InputSize, expected.OutputSize));
        foreach (var isRegular in (bool[])[true, false])
        {
            var sequences = Sequences(expected, [5, 5, 2, 7, 1, 9], longestTimespan, isRegular);
            foreach (var (own, other) in expected.Forward(sequences).Zip(actual.Forward(sequences)))
                Bits(other.ToColumnMajorArray()).Should().Equal(Bits(own.ToColumnMajorArray()));
            if (opensStreams)
                ShouldStreamAs(expected, actual, sequences[^1]);
        }
    }

    static void ShouldStreamAs(LiquidNetwork expected, LiquidNetwork actual, Sequence sequence)
    {
        var (own, other) = (expected.OpenStream(), actual.OpenStream());
        for (var step = 0; step < sequence.Length; step++)
        {
            var (input, elapsed) = (sequence.Values.Row(step).ToArray(), sequence.Timespans![step]);
            Bits(other.Step(input, elapsed)).Should().Equal(Bits(own.Step(input, elapsed)));
            Bits(other.State).Should().Equal(Bits(own.State));
        }
    }

    static void ShouldHaveTheParametersOf(LiquidNetwork expected, LiquidNetwork actual)
    {
        actual.Parameters.Count.Should().Be(expected.Parameters.Count);
        for (var index = 0; index < expected.Parameters.Count; index++)
        {
            actual.Parameters.NameOf(index).Should().Be(expected.Parameters.NameOf(index));
            Bits(actual.Parameters[index].Values).Should().Equal(Bits(expected.Parameters[index].Values));
        }
    }

    static void Train(LiquidNetwork network, float longestTimespan)
    {
        var set = SequenceSet.Of(Sequences(network, [5, 3, 6, 2, 4], longestTimespan, isRegular: false));
        new Trainer(network, new() { Epochs = 2, BatchSize = 3, Optimizer = new Adam(0.001f), Seed = 3 }).Fit(set);
    }

    static Sequence[] Sequences(LiquidNetwork network, int[] lengths, float longestTimespan, bool isRegular)
    {
        var random = new Random(lengths.Length);
        return [.. lengths.Select(length => new Sequence(Matrix(length, network.InputSize))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(_ => longestTimespan * (isRegular ? 0.7f : random.NextSingle()))],
            Label = network.Readout.OutputKind == OutputKind.Classes ? random.Next(network.OutputSize) : null,
            Targets = network.Readout.OutputKind == OutputKind.Classes
                ? null
                : Matrix(length, network.OutputSize / Math.Max(1, network.Quantiles.Count)),
        })];

        Matrix<float> Matrix(int rows, int columns) => Matrix<float>.Build.Dense(rows, columns, (_, _) => random.NextSingle());
    }

    static int[] Bits(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), BitConverter.SingleToInt32Bits);
}
