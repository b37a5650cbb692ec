using LiquidNet.Benchmarks;
using LiquidNet.Cells;
using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>ONNX Runtime, on models of the same equations with the parameters of our cells; it does not train.</summary>
/// <remarks>Before a looping model is measured, its outputs are compared with ours: both do the same work, or the row is left out.</remarks>
sealed class OnnxContender : IContender
{
    /// <summary>One step of one sample.</summary>
    public const string Step = "ort";

    /// <summary>A batch, the step model called for every time step.</summary>
    public const string StepByStep = "ort-steps";

    /// <summary>A batch, in one call of a model that loops.</summary>
    public const string Scan = "ort-scan";

    public OnnxContender(string kind)
    {
        Name = kind;
        Version = "ONNX Runtime " + OrtEnv.Instance().GetVersionString();
    }

    public string Name { get; }

    public string Version { get; }

    public bool Knows(RaceTask task) =>
        task.Model is not ("ltc-ncp" or "wcfc-ncp") && task.Mode == (Name == Step ? BenchmarkMode.Stream : BenchmarkMode.Forward);

    public Entry Enter(RaceTask task)
    {
        var cell = BenchmarkModel.Create(task.Model, task.Shape);
        var session = Open(cell, task);
        var run = new RunOptions();
        try
        {
            return Name == Scan ? EnterScan(session, run, cell, task) : EnterSteps(session, run, task);
        }
        catch
        {
            run.Dispose();
            session.Dispose();
            throw;
        }
    }

    InferenceSession Open(LiquidCell cell, RaceTask task)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = task.Threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        var model = Name == Scan ? OnnxStep.SequenceModel(cell, task.Shape.Steps, task.Shape.Batch) : OnnxStep.StepModel(cell);
        return new InferenceSession(model, options);
    }

    /// <summary>The state goes back and forth between two tensors, so nothing is copied.</summary>
    static Entry EnterSteps(InferenceSession session, RunOptions run, RaceTask task)
    {
        var batch = task.IsStream ? 1 : task.Shape.Batch;
        var steps = task.IsStream ? RaceTask.StepsPerRun : task.Shape.Steps;
        var x = Tensor(RandomNumbers.Create(batch * task.Shape.Inputs), batch, task.Shape.Inputs);
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

    static Entry EnterScan(InferenceSession session, RunOptions run, LiquidCell cell, RaceTask task)
    {
        var shape = task.Shape;
        var x = Tensor(StepAfterStep(BenchmarkSequences.Inputs(shape), shape), shape.Steps, shape.Batch, shape.Inputs);
        var state = State(shape.Batch, task);
        OrtValue[] inputs = [x, state];
        string[] inputNames = ["x", "h"], outputNames = ["y"];
        using (var outputs = session.Run(run, inputNames, inputs, outputNames))
        {
            var states = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            Agreement.Check(
                new ForwardWorkload(cell, shape, threads: 1),
                (sample, step, row) => states[(step * shape.Batch + sample) * shape.Units + row]);
        }

        return new Entry(Run, x, state, run, session);

        void Run()
        {
            using var outputs = session.Run(run, inputNames, inputs, outputNames);
        }
    }

    /// <summary>From [batch x time x features] to [time x batch x features].</summary>
    static float[] StepAfterStep(float[] inputs, BenchmarkShape shape)
    {
        var turned = new float[inputs.Length];
        for (var sample = 0; sample < shape.Batch; sample++)
        {
            for (var step = 0; step < shape.Steps; step++)
            {
                var from = inputs.AsSpan((sample * shape.Steps + step) * shape.Inputs, shape.Inputs);
                from.CopyTo(turned.AsSpan((step * shape.Batch + sample) * shape.Inputs));
            }
        }

        return turned;
    }

    static OrtValue State(int batch, RaceTask task) => Tensor(new float[batch * task.Shape.Units], batch, task.Shape.Units);

    static OrtValue Tensor(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);
}
