using System.Runtime.InteropServices;
using LiquidNet.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>TorchSharp: modules of the same equations, with the parameters of our cells.</summary>
sealed class TorchContender : IContender
{
    public const string SystemName = "torchsharp";

    public TorchContender()
    {
        // Asked for by itself, a missing library is named; asked for by TorchSharp, it is looked for all over the package folders.
        NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
        Version = $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)} libtorch {__version__}";
        set_num_interop_threads(1);
    }

    public string Name => SystemName;

    public string Version { get; }

    public bool Knows(RaceTask task) => task.Mode is not (BenchmarkMode.StreamApi or BenchmarkMode.Learn) && TorchCell.Knows(task.Model);

    public Entry Enter(RaceTask task)
    {
        set_num_threads(task.Threads);
        var scope = NewDisposeScope();
        return task.Mode switch
        {
            BenchmarkMode.Stream => EnterStream(task, scope),
            BenchmarkMode.Forward => EnterForward(task, scope),
            _ => EnterTraining(task, scope),
        };
    }

    static Entry EnterStream(RaceTask task, DisposeScope scope)
    {
        var mode = inference_mode();
        var ours = BenchmarkModel.Create(task.Model, task.Shape);
        var cell = TorchCell.Of(ours);
        cell.eval();
        var input = tensor(RandomNumbers.Create(task.Shape.Inputs), 1, task.Shape.Inputs);
        var initial = zeros(1, task.Shape.Units);
        return new Entry(() => Run(read: null), Check, mode, scope);

        void Run(Action<Tensor>? read)
        {
            var state = initial;
            for (var step = 0; step < RaceTask.StepsPerRun; step++)
            {
                using var stepScope = NewDisposeScope();
                var next = cell.forward(input, state);
                var output = cell.Output(next);
                read?.Invoke(output);
                next.DetachFromDisposeScope();
                if (step > 0)
                    state.Dispose();
                state = next;
            }

            state.Dispose();
        }

        void Check()
        {
            var outputs = new List<float[]>();
            Run(output => outputs.Add(output.data<float>().ToArray()));
            Agreement.Check(new StepWorkload(ours), outputs);
        }
    }

    static Entry EnterForward(RaceTask task, DisposeScope scope)
    {
        var mode = inference_mode();
        var cell = BenchmarkModel.Create(task.Model, task.Shape);
        var sequence = new TorchSequence(TorchCell.Of(cell));
        sequence.eval();
        var (inputs, state) = (Inputs(task.Shape), zeros(task.Shape.Batch, task.Shape.Units));
        return new Entry(Run, Check, mode, scope);

        void Run()
        {
            using var runScope = NewDisposeScope();
            sequence.forward(inputs, state);
        }

        void Check()
        {
            using var runScope = NewDisposeScope();
            var outputs = sequence.forward(inputs, state).data<float>();
            var (steps, rows) = (task.Shape.Steps, cell.OutputSize);
            Agreement.Check(
                new ForwardWorkload(cell, task.Shape, threads: 1),
                (sample, step, row) => outputs[((long)sample * steps + step) * rows + row]);
        }
    }

    static Entry EnterTraining(RaceTask task, DisposeScope scope)
    {
        var shape = task.Shape;
        var network = BenchmarkModel.CreateNetwork(task.Model, shape);
        var isClassifier = task.Model == BenchmarkModel.Simple;
        var sequence = new TorchSequence(TorchCell.Of(network.Cell), isClassifier ? (SoftmaxReadout)network.Readout : null);
        var (inputs, state) = (Inputs(shape), zeros(shape.Batch, shape.Units));
        var targets = isClassifier
            ? tensor(Array.ConvertAll(BenchmarkSequences.Labels(shape), label => (long)label), shape.Batch, 1)
            : tensor(BenchmarkSequences.Targets(shape, network.OutputSize), shape.Batch, shape.Steps, network.OutputSize);
        var optimizer = optim.Adam(sequence.parameters(), 1e-3);
        return new Entry(() => Learn(), Check, optimizer, scope);

        double Learn()
        {
            using var runScope = NewDisposeScope();
            optimizer.zero_grad();
            var output = sequence.forward(inputs, state);
            var loss = isClassifier ? -output.gather(1, targets).log().mean() : nn.functional.mse_loss(output, targets);
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }

        void Check() => Agreement.Check(new TrainingWorkload(task.Model, shape, task.Threads), Learn);
    }

    static Tensor Inputs(BenchmarkShape shape) => tensor(BenchmarkSequences.Inputs(shape), shape.Batch, shape.Steps, shape.Inputs);
}
