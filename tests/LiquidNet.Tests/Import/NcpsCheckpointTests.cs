using LiquidNet.Cells;
using LiquidNet.Import;
using LiquidNet.Storage;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Import;

public sealed class NcpsCheckpointTests
{
    const string Ltc = "ltc-autoncp-i6-h12-o3";

    static readonly GoldenFolder Checkpoints = GoldenFolder.Open("checkpoints");

    static readonly NcpsOptions Implicit = new() { Constraints = LtcConstraints.Implicit };

    [Fact]
    public void A_wiring_is_rebuilt_from_the_masks_with_its_layers()
    {
        var wiring = Load(Ltc, Implicit).Should().BeOfType<LtcCell>().Which.Wiring;
        wiring.Layers.Select(layer => (layer.Name, layer.First, layer.Count)).Should()
            .Equal(("inter", 6, 6), ("command", 3, 3), ("motor", 0, 3));
        var mask = Golden.SafetensorsFile.Read(Checkpoints[Ltc].Path).Doubles("rnn_cell.sparsity_mask");
        wiring.Synapses.Count.Should().Be(mask.Count(value => value != 0));
        wiring.Synapses.Should().OnlyContain(synapse => mask[synapse.Source * 12 + synapse.Target] != 0);
    }

    [Fact]
    public void What_the_file_does_not_say_is_asked_for()
    {
        var load = () => Load(Ltc, null, (name, values) => name is "rnn_cell.w" or "rnn_cell.sensory_w" or "rnn_cell.gleak" or "rnn_cell.cm"
            ? Array.ConvertAll(values, Math.Abs)
            : values);
        load.Should().Throw<ArgumentException>().WithMessage("*set NcpsOptions.Constraints to Explicit (ncps' default)*Implicit*");
        load = () => Load(Ltc, Implicit, (name, values) => name is "rnn_cell.output_w" or "rnn_cell.output_b" ? null : values);
        load.Should().Throw<ArgumentException>().WithMessage("*set NcpsOptions.MotorNeurons*");
        Load(Ltc, Implicit with { MotorNeurons = 3 }, (name, values) => name is "rnn_cell.output_w" or "rnn_cell.output_b" ? null : values)
            .OutputSize.Should().Be(3);
    }

    [Fact]
    public void A_negative_conductance_tells_that_constraints_are_implicit()
    {
        Func<string, float[], float[]?> negative = (name, values) =>
            name == "rnn_cell.gleak" ? Array.ConvertAll(values, value => -Math.Abs(value)) : values;
        Load(Ltc, null, negative).Should().BeOfType<LtcCell>().Which.Constraints.Should().Be(LtcConstraints.Implicit);
        var load = () => Load(Ltc, new() { Constraints = LtcConstraints.Explicit }, negative);
        load.Should().Throw<InvalidDataException>().WithMessage("*negative*implicit*");
    }

    [Theory]
    [InlineData("rnn_cell.mu", "*no tensor 'rnn_cell.mu'*")]
    [InlineData("rnn_cell.sensory_w", "*'rnn_cell.sensory_w' is missing*")]
    [InlineData("rnn_cell.gleak", "*no tensor is named as those of an LTC*")]
    public void A_tensor_that_is_missing_is_named(string missing, string message)
    {
        var load = () => Load(Ltc, Implicit, (name, values) => name == missing ? null : values);
        load.Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void A_wired_model_without_its_first_layer_or_with_an_empty_one_is_refused()
    {
        const string wired = "cfc_wired-autoncp-i6-h14-o4";
        const string bias = "rnn_cell.layer_0.ff1.bias";
        var load = () => Load(wired, null, (name, values) => name == bias ? null : values);
        load.Should().Throw<InvalidDataException>().WithMessage($"*no tensor '{bias}'*");
        load = () => Load(wired, null, (name, values) => name == bias ? [] : values);
        load.Should().Throw<InvalidDataException>().WithMessage($"*'{bias}' is empty*");
        load = () => Load(Ltc, Implicit, (name, values) => name == "rnn_cell.gleak" ? [] : values);
        load.Should().Throw<InvalidDataException>().WithMessage("*'rnn_cell.gleak' is empty*");
    }

    [Theory]
    [InlineData("rnn_cell.ff1.weight")]
    [InlineData("rnn_cell.time_b.weight")]
    [InlineData("rnn_cell.backbone.0.weight")]
    [InlineData("lstm.recurrent_map.weight")]
    public void Sizes_that_only_a_few_numbers_state_are_not_believed(string name)
    {
        // The biases of 40,000 neurons are 160 kB; the matrices between them would be 6.4 GB each.
        var load = () => Load("cfc-mixed-i4-h6", null, (own, values) => own switch
        {
            _ when own == name => [1],
            "rnn_cell.ff1.bias" => new float[40_000],
            _ => values,
        });
        Allocations.LeastOf(() => load.Should().Throw<InvalidDataException>()).Should().BeLessThan(20_000_000);
    }

    [Fact]
    public void The_sizes_of_a_head_are_checked_before_it_is_made()
    {
        var path = Path.GetTempFileName();
        try
        {
            var load = () => NcpsCheckpoint.LoadNetwork(path, "head", Implicit);
            WriteHead(path, bias: [], weight: []);
            load.Should().Throw<InvalidDataException>().WithMessage("*'head.bias' is empty*");

            // The bias of 3 million outputs is 12 MB; with 3 motor neurons, their weights would be 36 MB.
            WriteHead(path, bias: new float[3_000_000], weight: [1]);
            Allocations.LeastOf(() => load.Should().Throw<InvalidDataException>().WithMessage("*'head.weight' is [1]*"))
                .Should().BeLessThan(30_000_000);
        }
        finally
        {
            File.Delete(path);
        }

        static void WriteHead(string path, float[] bias, float[] weight)
        {
            var cell = Write(Ltc, (_, values) => values, "");
            var writer = new SafetensorsWriter();
            using (var file = LiquidNet.Storage.SafetensorsFile.Open(cell))
            {
                foreach (var tensor in file.Tensors)
                    writer.Add(tensor.Name, [.. tensor.Shape], file.ReadValues(tensor.Name));
            }

            File.Delete(cell);
            writer.Add("head.bias", [bias.Length], bias);
            writer.Add("head.weight", [weight.Length], weight);
            writer.Save(path);
        }
    }

    [Fact]
    public void A_model_with_more_neurons_than_a_wiring_can_have_is_refused()
    {
        const int layers = 1_000;
        const int units = 33;
        var writer = new SafetensorsWriter();
        writer.Add("rnn_cell.layer_0.ff1.weight", [units, 2 * units], new float[2 * units * units]);
        for (var layer = 0; layer < layers; layer++)
        {
            writer.Add($"rnn_cell.layer_{layer}.ff1.bias", [units], new float[units]);
            writer.Add($"rnn_cell.layer_{layer}.sparsity_mask", [units, 2 * units], new float[2 * units * units]);
        }

        var path = Path.GetTempFileName();
        try
        {
            writer.Save(path);
            FluentActions.Invoking(() => NcpsCheckpoint.LoadCell(path)).Should().Throw<InvalidDataException>()
                .WithMessage("*its wiring is impossible*between 1 and 32768 but is 33000*");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_tensor_of_another_shape_is_named()
    {
        var load = () => Load(Ltc, Implicit, (name, values) => name == "rnn_cell.cm" ? values[..^1] : values);
        load.Should().Throw<InvalidDataException>().WithMessage("*'rnn_cell.cm' has 11 elements where 12 were expected*");
    }

    [Fact]
    public void Of_several_models_one_is_chosen_by_its_prefix()
    {
        var path = Write(Ltc, (_, values) => values, "actor.", "critic.");
        try
        {
            var load = () => NcpsCheckpoint.LoadCell(path, Implicit);
            load.Should().Throw<InvalidDataException>().WithMessage("*holds 2 models*'actor.', 'critic.'*");
            NcpsCheckpoint.LoadCell(path, Implicit with { Prefix = "critic." }).StateSize.Should().Be(12);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static LiquidCell Load(string name, NcpsOptions? options, Func<string, float[], float[]?>? change = null)
    {
        var path = Write(name, change ?? ((_, values) => values), "");
        try
        {
            return NcpsCheckpoint.LoadCell(path, options);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A golden model as a file of its own, with tensors changed, left out (null), or there under several prefixes.</summary>
    static string Write(string name, Func<string, float[], float[]?> change, params string[] prefixes)
    {
        var golden = Golden.SafetensorsFile.Read(Checkpoints[name].Path);
        var writer = new SafetensorsWriter();
        foreach (var tensor in golden.Names.Where(tensor => !tensor.StartsWith("io.", StringComparison.Ordinal)))
        {
            var values = Array.ConvertAll(golden.Doubles(tensor), value => (float)value);
            if (change(tensor, values) is not { } changed)
                continue;
            long[] shape = changed.Length == values.Length ? [.. golden.Shape(tensor).Select(size => (long)size)] : [changed.Length];
            foreach (var prefix in prefixes)
                writer.Add(prefix + tensor, shape, changed);
        }

        var path = Path.GetTempFileName();
        writer.Save(path);
        return path;
    }
}
