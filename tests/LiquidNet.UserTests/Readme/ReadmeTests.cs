using System.Text.RegularExpressions;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Import;
using LiquidNet.Storage;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests.Readme;

public partial class ReadmeTests
{
    [Fact]
    public void The_code_in_the_readme_is_the_code_that_is_compiled_and_run_here()
    {
        var shown = CodeBlock().Matches(Read("README.md")).Select(match => match.Groups["code"].Value.TrimEnd()).ToArray();
        var compiled = Mark().Matches(Read("tests/LiquidNet.UserTests/Readme/Examples.cs"))
            .Select(match => Unindented(match.Groups["code"].Value));
        shown.Should().BeEquivalentTo(compiled);
    }

    /// <summary>The program of the benchmarks writes the results; the README shows some of their rows as they are.</summary>
    [Fact]
    public void Every_row_of_the_speed_table_stands_in_the_results_that_it_names()
    {
        var readme = Read("README.md");
        var start = readme.IndexOf("| Work | Config | LiquidNet |", StringComparison.Ordinal);
        var table = readme[start..].Split('\n').TakeWhile(line => line.StartsWith('|')).ToArray();
        var results = Read(ResultsFile().Match(readme).Value).Split('\n').Select(line => line.TrimEnd());
        table.Should().HaveCountGreaterThan(10).And.BeSubsetOf(results);
    }

    [Fact]
    public void Every_figure_at_the_top_stands_in_the_results()
    {
        var readme = Read("README.md");
        var top = readme[..readme.IndexOf("\n## ", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith('|')).Skip(2);
        var results = readme[readme.IndexOf("\n## Results", StringComparison.Ordinal)..];
        var figures = top.Select(row => Figure().Match(row.Split('|')[2]).Value).ToArray();
        figures.Should().HaveCountGreaterThan(5).And.OnlyContain(figure => figure != "" && results.Contains(figure));
    }

    [Fact]
    public void The_first_example_learns()
    {
        var (evaluation, next) = Examples.FirstExample();
        evaluation.MeanAbsoluteError.Should().BeLessThan(0.08, "README says about 0.05");
        next.Should().BeInRange(-1, 1);
    }

    [Fact]
    public void The_example_of_images_learns() => Examples.Images().Accuracy.Should().BeGreaterThan(0.8);

    [Fact]
    public void The_layer_by_hand_gives_probabilities()
    {
        var probabilities = Examples.ByHand(Matrix<float>.Build.Random(7, 20, 1));
        probabilities.RowCount.Should().Be(7);
        probabilities.RowSums().Should().OnlyContain(sum => Math.Abs(sum - 1) < 1e-5f);
    }

    [Fact]
    public void A_deep_stack_answers_by_all_steps()
    {
        var values = Matrix<float>.Build.Random(400, 3, 1);
        var train = SequenceSet.Of([new Sequence(values) { Label = 0 }, new Sequence(-values) { Label = 1 }]);
        var network = Examples.Deep(train);
        new Trainer(network, new() { Epochs = 15, Optimizer = new Adam(0.004f) }).Fit(train);
        network.Classify(train.ToSequence(1)).Should().Be(1);
        network.Cell.StateSize.Should().Be(64 + 2 * 128 + 65);
    }

    [Fact]
    public void Both_directions_know_how_a_sequence_ends_at_its_first_step()
    {
        var values = Matrix<float>.Build.Random(6, 3, 1);
        var other = values.Clone();
        other.SetRow(5, [9, 9, 9]);
        var network = Examples.BothDirections(SequenceSet.Of([new Sequence(values) { Label = 0 }, new Sequence(other) { Label = 1 }]));
        network.Forward(values)[0, 0].Should().NotBe(network.Forward(other)[0, 0]);
    }

    [Fact]
    public void Results_are_written_into_a_matrix()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 5, units: 8), outputs: 2);
        var recent = new Sequence(Matrix<float>.Build.Random(7, 5, 1));
        Examples.IntoMemory(network, recent).Should().Be(network.Forward(recent));
    }

    [Fact]
    public void Every_option_of_a_table_has_its_line() => typeof(CsvOptions).GetProperties().Select(option => $"\n| `{option.Name}` | ")
        .Should().OnlyContain(line => Read("README.md").Contains(line));

    [Fact]
    public void Irregular_sequences_are_classified_and_streamed()
    {
        float[] hours = [0, 0.5f, 2, 0.1f, 24];
        var values = Matrix<float>.Build.Random(hours.Length, 8, 1);
        var (network, ahead, outcome, probabilities) = Examples.Irregular(values, hours);
        ahead.Should().HaveCount(hours.Length);
        outcome.Should().Be(ahead[^1]);
        probabilities[outcome].Should().Be(probabilities.Max());

        var last = Examples.Stream(network, hours.Select((elapsed, step) => (values.Row(step).ToArray(), elapsed)));
        last.Should().BeApproximately(network.Forward([new Sequence(values) { Timespans = hours }])[0][hours.Length - 1, 0], 1e-5f);
    }

    [Fact]
    public void A_learner_is_resumed_from_its_file()
    {
        var file = Path.GetTempFileName();
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 1, units: 4), outputs: 1);
        var (learner, resumed) = Examples.Resuming(network, [1], [2], file);
        File.Delete(file);
        resumed.Observe([0.5f]).ToArray().Should().Equal(learner.Observe([0.5f]).ToArray());
    }

    [Fact]
    public void A_table_is_learned_from()
    {
        var rows = Enumerable.Range(0, 200).Select(row =>
        {
            var (patient, reading) = Math.DivRem(row, 5);
            var pulse = row % 7 == 0 ? "" : $"{60 + patient % 2 * 40 + reading}";
            return FormattableString.Invariant($"{patient},{0.5 * reading},{pulse},{(patient % 2 == 1 ? "yes" : "no")}\n");
        });
        File.WriteAllText("vitals.csv", "patient,hour,pulse,died\n" + string.Concat(rows));
        var evaluation = Examples.Table();
        File.Delete("vitals.csv");
        evaluation.Count.Should().Be(8);
        evaluation.Confusion!.ClassNames.Should().Equal("no", "yes");
    }

    [Fact]
    public void A_series_is_forecast()
    {
        var rows = Enumerable.Range(0, 400).Select(row => FormattableString.Invariant(
            $"{new DateTime(2026, 1, 1).AddHours(row):yyyy-MM-dd HH:mm},{500 + 100 * Math.Sin(0.3 * row):F3},{row % 24}\n"));
        File.WriteAllText("plant.csv", "date,power,hour\n" + string.Concat(rows));
        var forecast = Examples.Series();
        File.Delete("plant.csv");
        forecast.RowCount.Should().Be(80);
        Enumerable.Range(20, 50).Average(step => Math.Abs(forecast[step, 0] - (500 + 100 * Math.Sin(0.3 * (320 + step + 1)))))
            .Should().BeLessThan(40);
    }

    [Fact]
    public void Intervals_hold_most_of_what_comes()
    {
        var noise = new Random(1);
        var rows = Enumerable.Range(0, 800).Select(row => FormattableString.Invariant(
            $"{500 + 100 * Math.Sin(Math.Tau * row / 24) + 40 * noise.NextDouble():F3}\n"));
        var (past, recent) = SequenceTable.ParseCsv("power\n" + string.Concat(rows)).SplitByTime(0.75);
        var (evaluation, forecast) = Examples.Intervals(past, recent);
        forecast.ColumnCount.Should().Be(6);
        evaluation.OutputErrors[^1].Name.Should().Be("power +12 90 %");
        evaluation.Intervals.Should().HaveCount(2).And.OnlyContain(interval => interval.Coverage > 0.5 && interval.MeanWidth < 120);
    }

    [Fact]
    public void Models_are_compared()
    {
        var data = ImageSequences.Rows(SyntheticSequences.Images(count: 40, seed: 1));
        Examples.Comparing(data).DegreesOfFreedom.Should().Be(4);
    }

    [Fact]
    public void A_pool_steps_whoever_has_news()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 1, units: 4), outputs: 1);
        var outputs = new float[3];
        var file = Path.GetTempFileName();
        var snapshot = Examples.Pool(network, [7, 8, 7], [1, 2, 3], [1, 1, 2], outputs, file);
        File.Delete(file);
        var stream = network.OpenStream();
        stream.Step([1]);
        stream.Step([3], elapsed: 2)[0].Should().BeApproximately(outputs[2], 1e-5f);
        stream.Restore(snapshot);
        stream.Snapshot().Should().Equal(snapshot);
    }

    [Fact]
    public void A_pool_says_what_it_refuses_and_forgets_who_is_silent()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 1, units: 4), outputs: 1);
        var noon = new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);
        var outputs = new float[4];
        (string Device, Refusal Reason)[] warned = [];
        var forgotten = Examples.TimeStamps(
            network, ["boiler", "pump", "boiler", "valve"], [1, 2, 3, float.NaN],
            [noon, noon.AddHours(2), noon.AddHours(-1), noon], outputs,
            refusals => warned = [.. refusals]);
        warned.Should().Equal(("boiler", Refusal.Late), ("valve", Refusal.Input));
        forgotten.Should().Be(1, "the boiler was read two hours before the pump, and the valve has no stream");
    }

    [Fact]
    public async Task A_pool_steps_readings_as_they_arrive()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 1, units: 4), outputs: 1);
        var stream = network.OpenStream();
        stream.Step([1], elapsed: 0);
        var expected = stream.Step([2], elapsed: 3)[0];
        var noon = new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);
        var arrivals = new[] { ("boiler", new[] { 1f }, noon), ("boiler", [2f], noon.AddMinutes(3)), ("boiler", [3f], noon) };
        var sent = new List<(string Device, float[] Prediction)>();
        await Examples.Pipeline(network, arrivals.ToAsyncEnumerable(), (device, prediction) => sent.Add((device, prediction)), default);
        sent.Should().HaveCount(2).And.OnlyContain(each => each.Device == "boiler");
        sent[1].Prediction[0].Should().BeApproximately(expected, 1e-5f);
    }

    [Fact]
    public void A_stream_is_learned_on_the_job()
    {
        var network = LiquidNetwork.Regressor(new LtcCell(1, new AutoNeuralCircuitPolicy(units: 8, outputs: 1), seed: 1), outputs: 1);
        var last = Examples.Online(network, Enumerable.Range(0, 1000).Select(step =>
        {
            var value = MathF.Sin(0.5f * step);
            return (new[] { value }, 0.5f, step % 3 == 0 ? null : (float[]?)[value + 2]);
        }));
        last.Should().BeApproximately(MathF.Sin(0.5f * 999) + 2, 0.8f);
    }

    [Fact]
    public void Targets_that_come_later_are_learned_from()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 2, units: 16, seed: 1), outputs: 1);
        var forecasts = new List<float>();
        var learner = Examples.Delayed(network, Enumerable.Range(0, 1000).Select(step => (Values(step), new[] { Load(step) })), forecasts);
        learner.Learner.Updates.Should().Be(1000 - 24);
        forecasts[^1].Should().BeApproximately(Load(999 + 24), 0.1f);

        static float Load(int step) => 3 + MathF.Sin(MathF.Tau * step / 100);
        static float[] Values(int step) => [Load(step) - 3, Load(step + 25) - 3];
    }

    [Fact]
    public void A_change_of_what_is_observed_is_found()
    {
        Drifts(turn: 1000).Should().BeGreaterThan(Drifts(turn: int.MaxValue), "more happens where a target turns round");

        static long Drifts(int turn)
        {
            var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 1, units: 8, seed: 1), outputs: 1);
            var (random, losses) = (new Random(1), new List<double>());
            var learner = Examples.Watching(
                network, Enumerable.Range(0, 2000).Select(step =>
                {
                    var value = random.NextSingle();
                    return (new[] { value }, new[] { step < turn ? value : 2 - value });
                }), losses);
            losses.Should().HaveCount(2000);
            return learner.Drifts;
        }
    }

    [Fact]
    public void A_device_learns_by_itself()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 1, units: 4, seed: 1), outputs: 1);
        var prediction = new float[1];
        var pool = Examples.Learners(network, "boiler", [1], 1, prediction, [5]);
        var before = prediction[0];
        pool.Observe("pump", [1], 1, prediction);
        prediction[0].Should().Be(before, "nobody has corrected the pump");
        pool.Restore("boiler again", pool.Snapshot("boiler"));
        pool.Observe("boiler again", [1], 1, prediction);
        prediction[0].Should().BeGreaterThan(before + 0.5f);
    }

    [Fact]
    public void A_file_gives_the_network_back()
    {
        var network = LiquidNetwork.Regressor(new LeakyCell(inputSize: 2, units: 3), outputs: 1);
        var x = Matrix<float>.Build.Random(4, 2, 1);
        Examples.Files(network).Forward(x).Should().Be(network.Forward(x));
        File.Delete("driver.safetensors");
    }

    [Fact]
    public void A_network_is_exported_to_onnx()
    {
        Examples.Onnx(LiquidNetwork.Regressor(new LeakyCell(inputSize: 2, units: 3), outputs: 1));
        foreach (var file in (string[])["step.onnx", "sequence.onnx"])
        {
            new FileInfo(file).Length.Should().BePositive();
            File.Delete(file);
        }
    }

    [Fact]
    public void A_network_becomes_c()
    {
        Examples.WriteC(LiquidNetwork.Regressor(new LeakyCell(inputSize: 2, units: 3), outputs: 1));
        string[] written = ["driver.h", "driver.c", "small.h", "small.c"];
        written.Should().OnlyContain(file => new FileInfo(file).Length > 0);
        Array.ForEach(written, File.Delete);
    }

    [Fact]
    public void A_training_goes_on_where_its_checkpoints_end()
    {
        var history = Examples.Resume(LiquidNetwork.Regressor(new GruCell(1, 3), outputs: 1), Learning.IrregularSines);
        history.Epochs.Should().HaveCount(100);
        Directory.Delete("run", recursive: true);
    }

    [Fact]
    public void What_is_missing_counts_nowhere()
    {
        var vitals = Matrix<float>.Build.Random(3, 2, 1);
        vitals[1, 0] = float.NaN;
        var (network, set) = Examples.Missing(vitals, [0, 0.5f, 24]);
        network.Forward(set)[0].Enumerate().Should().OnlyContain(probability => float.IsFinite(probability));
        new Trainer(network).Evaluate(set).Count.Should().Be(2, "one label in three is not known");
    }

    [Fact]
    public void A_forecast_is_in_the_unit_of_the_values()
    {
        // Five meters of a plant whose power is their sum, around 1,000.
        var meters = Enumerable.Range(0, 30).Select(seed => 10 * Matrix<float>.Build.Random(12, 5, seed) + 200).ToArray();
        var past = SequenceSet.Of(meters.Select(values => new Sequence(values) { Targets = values.RowSums().ToColumnMatrix() }));
        var recent = past.ToSequence(29);

        var errors = (Examples.Forecast(past.Take(29), recent) - recent.Targets!).Enumerate();

        errors.Average(Math.Abs).Should().BeLessThan(10, "the deviation is 22");
    }

    [Fact]
    public void A_rare_class_is_ranked_by_training_and_without()
    {
        var (train, recent) = (Rare(seed: 1), Rare(seed: 2));
        Examples.RareClass(train, recent).Evaluate(Rare(seed: 3)).RocAuc.Should().BeGreaterThan(0.9);

        var untrained = LiquidNetwork.Classifier(new LtcCell(1, units: 16), classes: 2);
        Examples.Ridge(untrained, train);
        new Trainer(untrained).Evaluate(Rare(seed: 3)).RocAuc.Should().BeGreaterThan(0.8);

        // One of eight is a little higher than the noise of the others.
        static SequenceSet Rare(int seed)
        {
            var random = new Random(seed);
            return SequenceSet.Of(Enumerable.Range(0, 400).Select(index =>
            {
                var label = index % 8 == 0 ? 1 : 0;
                return new Sequence(Matrix<float>.Build.Dense(12, 1, (_, _) => random.NextSingle() + 0.5f * label)) { Label = label };
            }));
        }
    }

    [Fact]
    public void The_picture_in_the_readme_is_the_one_that_its_code_draws()
    {
        var table = new StringWriter();
        var (picture, trace) = Examples.Looking(new Sequence(Matrix<float>.Build.Random(9, 4, 1)), table);
        picture.Should().Be(Read("tests/LiquidNet.UserTests/Readme/wiring.svg"));
        table.ToString().Split('\n').Should().HaveCount(2 + trace.Length * trace.Units);
    }

    [Fact]
    public void A_checkpoint_is_loaded_compared_trained_and_saved()
    {
        string[] files = ["policy.pt", "reference.safetensors", "policy-2.pt"];
        var network = LiquidNetwork.Regressor(new LtcCell(inputSize: 1, new AutoNeuralCircuitPolicy(units: 8, outputs: 2)), outputs: 1);
        var input = Matrix<float>.Build.Random(5, 1, 1);
        var reference = new SafetensorsWriter();
        reference.Add("input", [1, 5, 1], input.ToRowMajorArray());
        reference.Add("timespans", [1, 5], new float[] { 1, 1, 1, 1, 1 });
        reference.Add("outputs", [1, 5, 1], network.Forward(input).ToRowMajorArray());
        try
        {
            NcpsCheckpoint.SaveNetwork(network, files[0], "head");
            reference.Save(files[1]);
            Examples.Checkpoint(Learning.IrregularSines);

            var options = new NcpsOptions { Constraints = LtcConstraints.Implicit };
            ParityReport.Of(NcpsCheckpoint.LoadNetwork(files[0], "head", options), files[1]).IsWithinTolerance.Should().BeTrue();
            ParityReport.Of(NcpsCheckpoint.LoadNetwork(files[2], "head", options), files[1]).IsWithinTolerance.Should().BeFalse();
        }
        finally
        {
            Array.ForEach(files, File.Delete);
        }
    }

    [Fact]
    public void The_loop_in_ones_own_hands_learns()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(1, 16, seed: 1), outputs: 1);
        var batch = Enumerable.Range(0, 8).Select(index => new Sequence(
            Matrix<float>.Build.Dense(20, 1, (step, _) => MathF.Sin(0.5f * step + index)))).ToArray();
        var before = Error(network.Forward(batch), batch);

        Examples.OwnLoop(network, Enumerable.Repeat(batch, 100), (outputs, sequences) =>
            [.. outputs.Zip(sequences, (output, sequence) => (output - sequence.Values) / (8 * 20))]);

        Error(network.Forward(batch), batch).Should().BeLessThan(before / 10);

        static double Error(Matrix<float>[] outputs, Sequence[] sequences) =>
            outputs.Zip(sequences, (output, sequence) => (output - sequence.Values).PointwisePower(2).Enumerate().Average()).Average();
    }

    [Fact]
    public void The_cell_and_the_loss_of_ones_own_learn()
    {
        var network = LiquidNetwork.Regressor(new LeakyCell(1, 10), outputs: 1);
        network.ShouldLearn(
            Learning.IrregularSines, new() { Epochs = 30, Optimizer = new Adam(0.02f), Loss = new TooLowIsWorse(price: 3) });
    }

    /// <summary>From the assembly and not from the path of this file: a deterministic build maps source paths away.</summary>
    static string Read(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LiquidNet.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException(
                "No folder above the tests holds LiquidNet.sln; run them from their build folder.");
        }

        return File.ReadAllText(Path.Combine(root.FullName, path)).ReplaceLineEndings("\n");
    }

    static string Unindented(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^ *// <(?<name>[a-z-]+)>\n(?<code>.*?)^ *// </\k<name>>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\d[\d.,]*\d")]
    private static partial Regex Figure();

    [GeneratedRegex(@"benchmarks/results/[a-z0-9-]+\.md")]
    private static partial Regex ResultsFile();
}
