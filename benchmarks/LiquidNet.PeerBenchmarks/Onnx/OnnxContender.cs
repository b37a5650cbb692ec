using LiquidNet.Benchmarks;
using LiquidNet.Cells;
using Microsoft.ML.OnnxRuntime;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>ONNX Runtime, on the models that LiquidNet exports; it does not train.</summary>
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

    public bool Knows(RaceTask task) => task.Mode == (Name == Step ? BenchmarkMode.Stream : BenchmarkMode.Forward);

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
        return new InferenceSession(Name == Scan ? OnnxModels.Sequence(cell) : OnnxModels.Step(cell), options);
    }

    static Entry EnterStream(InferenceSession session, LiquidCell cell, BenchmarkShape shape)
    {
        var steps = new OnnxSteps(session, cell, batch: 1, Enumerable.Repeat(RandomNumbers.Create(shape.Inputs), RaceTask.StepsPerRun));
        return new Entry(steps.Run, Check, steps, session);

        void Check() => Agreement.Check(new StepWorkload(cell), steps.Outputs());
    }

    static Entry EnterBatch(InferenceSession session, LiquidCell cell, BenchmarkShape shape)
    {
        var steps = new OnnxSteps(session, cell, shape.Batch, StepAfterStep(shape).Chunk(shape.Batch * shape.Inputs));
        return new Entry(steps.Run, Check, steps, session);

        void Check()
        {
            var outputs = steps.Outputs().ToArray();
            Agreement.Check(
                new ForwardWorkload(cell, shape, threads: 1),
                (sample, step, row) => outputs[step][sample * outputs[step].Length / shape.Batch + row]);
        }
    }

    static Entry EnterScan(InferenceSession session, LiquidCell cell, BenchmarkShape shape)
    {
        var run = new RunOptions();
        var x = OrtValue.CreateTensorValueFromMemory(StepAfterStep(shape), [shape.Steps, shape.Batch, shape.Inputs]);
        var state = OrtValue.CreateTensorValueFromMemory(new float[shape.Batch * cell.StateSize], [shape.Batch, cell.StateSize]);
        OrtValue[] inputs = [x, state];
        string[] inputNames = ["inputs", "initial_state"], outputNames = ["predictions"];
        return new Entry(Run, Check, x, state, run, session);

        void Run()
        {
            using var outputs = session.Run(run, inputNames, inputs, outputNames);
        }

        void Check()
        {
            using var outputs = session.Run(run, inputNames, inputs, outputNames);
            var predictions = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            Agreement.Check(
                new ForwardWorkload(cell, shape, threads: 1),
                (sample, step, row) => predictions[(step * shape.Batch + sample) * cell.OutputSize + row]);
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
