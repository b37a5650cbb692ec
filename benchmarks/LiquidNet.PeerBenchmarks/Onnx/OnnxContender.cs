using LiquidNet.Benchmarks;
using LiquidNet.Cells;
using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>ONNX Runtime, on models of the same equations with the parameters of our cells; it does not train.</summary>
/// <remarks>The models give states, which are the outputs of all these cells: an LTC's output map, at first the identity, is left
/// out.</remarks>
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
        return Name switch
        {
            Scan => EnterScan(session, cell, task.Shape),
            StepByStep => EnterBatch(session, cell, task.Shape),
            _ => EnterStream(session, cell, task.Shape),
        };
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

    static Entry EnterStream(InferenceSession session, LiquidCell cell, BenchmarkShape shape)
    {
        var steps = new OnnxSteps(
            session, batch: 1, shape.Units, Enumerable.Repeat(RandomNumbers.Create(shape.Inputs), RaceTask.StepsPerRun));
        return new Entry(steps.Run, Check, steps, session);

        void Check() => Agreement.Check(new StepWorkload(cell), steps.States());
    }

    static Entry EnterBatch(InferenceSession session, LiquidCell cell, BenchmarkShape shape)
    {
        var steps = new OnnxSteps(session, shape.Batch, shape.Units, StepAfterStep(shape).Chunk(shape.Batch * shape.Inputs));
        return new Entry(steps.Run, Check, steps, session);

        void Check()
        {
            var states = steps.States().ToArray();
            Agreement.Check(
                new ForwardWorkload(cell, shape, threads: 1), (sample, step, row) => states[step][sample * shape.Units + row]);
        }
    }

    static Entry EnterScan(InferenceSession session, LiquidCell cell, BenchmarkShape shape)
    {
        var run = new RunOptions();
        var x = OrtValue.CreateTensorValueFromMemory(StepAfterStep(shape), [shape.Steps, shape.Batch, shape.Inputs]);
        var state = OrtValue.CreateTensorValueFromMemory(new float[shape.Batch * shape.Units], [shape.Batch, shape.Units]);
        OrtValue[] inputs = [x, state];
        string[] inputNames = ["x", "h"], outputNames = ["y"];
        return new Entry(Run, Check, x, state, run, session);

        void Run()
        {
            using var outputs = session.Run(run, inputNames, inputs, outputNames);
        }

        void Check()
        {
            using var outputs = session.Run(run, inputNames, inputs, outputNames);
            var states = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            Agreement.Check(
                new ForwardWorkload(cell, shape, threads: 1),
                (sample, step, row) => states[(step * shape.Batch + sample) * shape.Units + row]);
        }
    }

    /// <summary>The inputs of a batch [time x batch x features].</summary>
    static float[] StepAfterStep(BenchmarkShape shape)
    {
        var inputs = BenchmarkSequences.Inputs(shape);
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
}
