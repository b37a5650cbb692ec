using System.Text;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Data.Files;
using LiquidNet.Import;
using LiquidNet.Import.Torch;
using LiquidNet.Online;
using LiquidNet.Storage;
using LiquidNet.Tests.Data.Support;
using LiquidNet.Tests.Fuzzing.Mutations;
using LiquidNet.Tests.Golden;
using LiquidNet.Tests.Online;
using LiquidNet.Training;
using LiquidNet.Training.Resuming;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Fuzzing;

/// <summary>Every reader of files: another one is another line.</summary>
sealed class FuzzTargets : IDisposable
{
    static readonly Cifar10Format OneRecord = new(RecordsPerFile: 1, ArchiveMd5: "");

    readonly string folder = Directory.CreateTempSubdirectory("liquidnet-fuzz-").FullName;

    public static IReadOnlyList<string> Names { get; } = NamesOfAll();

    IEnumerable<FuzzTarget> All =>
    [
        new("safetensors", () => [.. Goldens("*.safetensors"), AllTypes()], SafetensorsMutations.Apply, ReadSafetensors),
        new("torch.save", () => Goldens("*.pt"), TorchMutations.Apply, ReadTorch),
        new("ncps, safetensors", () => Goldens("ltc*.safetensors", "cfc*.safetensors"), SafetensorsMutations.Apply, ReadCheckpoint),
        new("ncps, torch.save", () => Goldens("ltc*.pt", "cfc*.pt"), TorchMutations.Apply, ReadCheckpoint),
        new("model", Models, ModelMutations.Apply, bytes => LiquidNetwork.Load(new MemoryStream(bytes))),
        new("training", () => [Checkpoint()], ModelMutations.Apply, ReadTraining),
        new("learner", Learners, ModelMutations.Apply, HostileLearnerTests.Load),
        new("state of a stream", () => [StreamState()], (file, _) => file, ReadStreamState),
        new("learner of a pool", () => [PooledLearner()], (file, _) => file, bytes => Pool().Restore(1, bytes)),
        new("pool of streams", () => [StreamsFile()], PoolMutations.Apply, bytes => Streams().Load(new MemoryStream(bytes))),
        new("pool of learners", () => [LearnersFile()], PoolMutations.Apply, bytes => Pool().Load(new MemoryStream(bytes))),
        new("wiring", Wirings, JsonMutations.Apply, json => Wiring.FromJson(Encoding.UTF8.GetString(json))),
        new("table", Tables, CsvMutations.Apply, ReadTable),
        new("schema of a table", Schemas, JsonMutations.Apply, bytes => TableSchema.Load(Written("schema.json", bytes))),
        new("CIFAR-10 file", () => [Record(0), Record(1)], (file, _) => file, ReadCifar10File),
        new("CIFAR-10 archive", () => [Cifar10Archive()], TarMutations.Apply, ReadCifar10Archive),
    ];

    public FuzzTarget this[string name] => All.Single(target => target.Name == name);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string[] NamesOfAll()
    {
        using var targets = new FuzzTargets();
        return [.. targets.All.Select(target => target.Name)];
    }

    static IEnumerable<byte[]> Goldens(params string[] patterns) => patterns
        .SelectMany(pattern => Directory.GetFiles(Path.GetDirectoryName(GoldenFolder.Open("checkpoints").Cases[0].Path)!, pattern))
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllBytes);

    static IEnumerable<byte[]> Models() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "models"), "*.safetensors")
            .Where(path => !path.EndsWith(".expected.safetensors", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);

    static IEnumerable<byte[]> Learners() =>
    [
        HostileLearnerTests.Saved(network => new TruncatedBackpropagation(network, window: 3) { Drift = new Adwin() }),
        HostileLearnerTests.Saved(network => new RealTimeRecurrentLearning(network) { Rollback = new(), Drift = new PageHinkley() }),
        HostileLearnerTests.Saved(network => new RecursiveLeastSquares(network)),
        HostileLearnerTests.SavedDelayed(),
    ];

    static LearnerPool<int> Pool() => new(LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1));

    static byte[] PooledLearner()
    {
        var pool = Pool();
        pool.Observe(1, [0.5f], 1, new float[1]);
        return pool.Snapshot(1);
    }

    static byte[] LearnersFile()
    {
        var pool = Pool();
        foreach (var key in (int[])[1, -20, 300])
            pool.Observe(key, [0.5f], 1, new float[1]);
        return Saved(stream => pool.Save(stream));
    }

    static StreamPool<string> Streams() => new(LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1), TimeSpan.FromSeconds(1));

    static byte[] StreamsFile()
    {
        var pool = Streams();
        pool.Step(["a", "", "\u00fcber"], [1, 2, 3], new DateTimeOffset[3], new float[3]);
        return Saved(stream => pool.Save(stream));
    }

    static byte[] Saved(Action<Stream> save)
    {
        var memory = new MemoryStream();
        save(memory);
        return memory.ToArray();
    }

    static LiquidStream Stream() => LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1).OpenStream(TimeSpan.FromSeconds(1));

    static byte[] StreamState()
    {
        var stream = Stream();
        stream.Step([0.5f], DateTimeOffset.UnixEpoch);
        return stream.Snapshot();
    }

    static void ReadStreamState(byte[] bytes)
    {
        var stream = Stream();
        stream.Restore(bytes);
        stream.Step([0.5f], stream.Time ?? default);
    }

    byte[] Checkpoint()
    {
        Train();
        return File.ReadAllBytes(Path.Combine(folder, CheckpointFile.Name));
    }

    static byte[] AllTypes()
    {
        var writer = new SafetensorsWriter { Metadata = { ["note"] = "every type" } };
        foreach (var type in Enum.GetValues<TensorType>())
            writer.Add($"{type}", type, [2, 1, 3], new byte[6 * type.Bytes]);
        return Saved(writer.WriteTo);
    }

    static IEnumerable<byte[]> Wirings() =>
        ((WiringSpecification[])[new FullyConnected(3), new RandomWiring(6, 2) { Sparsity = 0.5 }, new AutoNeuralCircuitPolicy(9, 2)])
            .Select(wiring => Encoding.UTF8.GetBytes(wiring.Build(3).ToJson()));

    static IEnumerable<byte[]> Tables() =>
    [
        [.. "patient,hour,pulse,ward,died\nb,2026-01-01 10:00,80,north,1\na,2026-01-02,60,south,0\nb,2026-01-01,NA,,1\n"u8],
        Encoding.UTF8.GetBytes(string.Join("\r\n",
            Enumerable.Range(0, 600).Select(row => $"{row / 9},2026-01-01T{row % 24:00}:00Z,{row}.5,\"w,{row % 90}\",{row / 9 % 2}")
                .Prepend("\uFEFF\"patient\",hour,pulse,ward,died"))),
    ];

    IEnumerable<byte[]> Schemas()
    {
        var path = Path.Combine(folder, "schema.json");
        foreach (var table in Tables())
        {
            SequenceTable.ReadCsv(Written("table.csv", table), "patient", "hour", "died", new() { Unit = TimeSpan.FromHours(1) })
                .Schema.Save(path);
            yield return File.ReadAllBytes(path);
        }
    }

    static byte[] Record(int file) => Cifar10Files.Content(file)[..OneRecord.FileLength];

    static byte[] Cifar10Archive() =>
        Cifar10Files.Pack(Cifar10Format.FileNames.Select((name, file) => ("cifar-10-batches-bin/" + name, Record(file))));

    static void ReadSafetensors(byte[] bytes)
    {
        using var file = LiquidNet.Storage.SafetensorsFile.Parse(bytes);
        foreach (var tensor in file.Tensors)
        {
            file.ReadBytes(tensor.Name);
            if (TensorElements.CanRead(tensor.Type))
                file.ReadValues(tensor.Name);
        }
    }

    static void ReadTorch(byte[] bytes)
    {
        using var file = TorchFile.Open("model.pt", new MemoryStream(bytes));
        foreach (var tensor in file.Names)
            file.Read(tensor);
    }

    /// <summary>With options for what a file may leave open, so that it never has to ask.</summary>
    void ReadCheckpoint(byte[] bytes) =>
        NcpsCheckpoint.LoadCell(Written("model", bytes), new() { Constraints = LtcConstraints.Implicit, MotorNeurons = 2 });

    void ReadTraining(byte[] bytes)
    {
        Written(CheckpointFile.Name, bytes);
        try
        {
            Train();
        }
        catch (InvalidOperationException)
        {
            // So a trainer says that a file belongs to another training.
        }
    }

    void ReadTable(byte[] bytes) =>
        SequenceTable.ReadCsv(Written("table.csv", bytes), "patient", "hour", "died", new() { Unit = TimeSpan.FromHours(1) });

    /// <summary>Trains a small network, or goes on where a checkpoint ends.</summary>
    void Train() => new Trainer(
        LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1),
        new() { Epochs = 1, Optimizer = new Adam(0.01f), Checkpoints = new(folder) })
        .Fit(SyntheticSequences.IrregularSines(count: 2, length: 5, seed: 1));

    void ReadCifar10File(byte[] bytes)
    {
        Written(Cifar10Format.FileNames[0], bytes);
        Cifar10.Load(folder, Cifar10Part.Batch1, OneRecord);
    }

    void ReadCifar10Archive(byte[] bytes) => Cifar10.Load(Written("set.tar.gz", bytes), Cifar10Part.All, OneRecord);

    string Written(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
