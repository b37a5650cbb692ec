using LiquidNet.Benchmarks;
using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>ONNX Runtime, on models from files; it does not train.</summary>
/// <remarks>
/// A step model takes <c>x</c> [batch x inputs] and <c>h</c> [batch x units] and gives <c>y</c> [batch x units]; a scan model takes
/// <c>x</c> [time x batch x inputs] and gives the states of all steps first.
/// </remarks>
sealed class OnnxContender : IContender
{
    /// <summary>One step of one sample.</summary>
    public const string Step = "ort";

    /// <summary>A batch, the step model called for every time step.</summary>
    public const string StepByStep = "ort-steps";

    /// <summary>A batch, in one call of a model that loops.</summary>
    public const string Scan = "ort-scan";

    readonly string folder;

    public OnnxContender(string kind, string folder)
    {
        Name = kind;
        Version = "ONNX Runtime " + OrtEnv.Instance().GetVersionString();
        this.folder = Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException($"there is no folder '{folder}' with models; give it as --models-dir.");
    }

    public string Name { get; }

    public string Version { get; }

    public bool Knows(RaceTask task) =>
        task.Model is not ("ltc-ncp" or "wcfc-ncp") && task.Mode == (Name == Step ? BenchmarkMode.Stream : BenchmarkMode.Forward);

    public Entry Enter(RaceTask task)
    {
        var session = Open(task);
        var run = new RunOptions();
        try
        {
            return task.IsStream || Name == StepByStep ? EnterSteps(session, run, task) : EnterScan(session, run, task);
        }
        catch
        {
            run.Dispose();
            session.Dispose();
            throw;
        }
    }

    InferenceSession Open(RaceTask task)
    {
        var name = task.Shape.Name.Split('t')[0];
        var file = Path.Combine(folder, $"{task.Model}_{name}_{(Name == Scan ? "scan" : "step")}.onnx");
        if (!File.Exists(file))
            throw new FileNotFoundException($"there is no file '{file}'.");
        using var options = new SessionOptions
        {
            IntraOpNumThreads = task.Threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(file, options);
    }

    /// <summary>The state goes back and forth between two tensors, so nothing is copied.</summary>
    static Entry EnterSteps(InferenceSession session, RunOptions run, RaceTask task)
    {
        var batch = task.IsStream ? 1 : task.Shape.Batch;
        var steps = task.IsStream ? RaceTask.StepsPerRun : task.Shape.Steps;
        var x = Tensor(BenchmarkSequences.Numbers(batch * task.Shape.Inputs), batch, task.Shape.Inputs);
        OrtValue[] states = [State(batch, task), State(batch, task)];
        string[] inputNames = ["x", "h"], outputNames = ["y"];
        OrtValue[][] inputs = [[x, states[0]], [x, states[1]]];
        OrtValue[][] outputs = [[states[1]], [states[0]]];
        return new Entry(Run, x, states[0], states[1], run, session);

        void Run()
        {
            for (var step = 0; step < steps; step++)
                session.Run(run, inputNames, inputs[step & 1], outputNames, outputs[step & 1]);
        }
    }

    static Entry EnterScan(InferenceSession session, RunOptions run, RaceTask task)
    {
        var shape = task.Shape;
        var x = Tensor(BenchmarkSequences.Inputs(shape), shape.Steps, shape.Batch, shape.Inputs);
        var state = State(shape.Batch, task);
        OrtValue[] inputs = [x, state];
        string[] inputNames = ["x", "h"], outputNames = [session.OutputNames[0]];
        return new Entry(Run, x, state, run, session);

        void Run()
        {
            using var outputs = session.Run(run, inputNames, inputs, outputNames);
        }
    }

    static OrtValue State(int batch, RaceTask task) => Tensor(new float[batch * task.Shape.Units], batch, task.Shape.Units);

    static OrtValue Tensor(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);
}
