using System.Runtime.InteropServices;
using LiquidNet.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>TorchSharp: modules of the same equations, with the parameters of our cells.</summary>
/// <remarks>Before a batch is measured, its outputs are compared with ours: both do the same work, or the row is left out.</remarks>
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

    public bool Knows(RaceTask task) => task.Mode != BenchmarkMode.StreamApi && TorchCell.Knows(task.Model);

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
        var cell = TorchCell.Of(BenchmarkModel.Create(task.Model, task.Shape));
        cell.eval();
        var input = tensor(RandomNumbers.Create(task.Shape.Inputs), 1, task.Shape.Inputs);
        var initial = zeros(1, task.Shape.Units);
        return new Entry(Run, mode, scope);

        void Run()
        {
            var state = initial;
            for (var step = 0; step < RaceTask.StepsPerRun; step++)
            {
                using var stepScope = NewDisposeScope();
                var next = cell.forward(input, state);
                cell.Output(next);
                next.DetachFromDisposeScope();
                if (step > 0)
                    state.Dispose();
                state = next;
            }

            state.Dispose();
        }
    }

    static Entry EnterForward(RaceTask task, DisposeScope scope)
    {
        var mode = inference_mode();
        var cell = BenchmarkModel.Create(task.Model, task.Shape);
        var sequence = new TorchSequence(TorchCell.Of(cell));
        sequence.eval();
        var (inputs, state) = (Inputs(task.Shape), zeros(task.Shape.Batch, task.Shape.Units));
        try
        {
            var outputs = sequence.forward(inputs, state).data<float>();
            var (steps, rows) = (task.Shape.Steps, cell.OutputSize);
            Agreement.Check(
                new ForwardWorkload(cell, task.Shape, threads: 1),
                (sample, step, row) => outputs[((long)sample * steps + step) * rows + row]);
        }
        catch
        {
            mode.Dispose();
            scope.Dispose();
            throw;
        }

        return new Entry(
            () =>
            {
                using var runScope = NewDisposeScope();
                sequence.forward(inputs, state);
            },
            mode,
            scope);
    }

    static Entry EnterTraining(RaceTask task, DisposeScope scope)
    {
        var shape = task.Shape;
        var network = BenchmarkModel.CreateNetwork(task.Model, shape);
        var isClassifier = task.Model == BenchmarkModel.Simple;
        var sequence = new TorchSequence(TorchCell.Of(network.Cell), isClassifier ? network.Readout : null);
        var (inputs, state) = (Inputs(shape), zeros(shape.Batch, shape.Units));
        var targets = rand(shape.Batch, shape.Steps, network.OutputSize);
        var labels = randint(0, shape.Outputs, [shape.Batch, 1], ScalarType.Int64);
        var optimizer = optim.Adam(sequence.parameters(), 1e-3);
        return new Entry(
            () =>
            {
                using var runScope = NewDisposeScope();
                optimizer.zero_grad();
                var output = sequence.forward(inputs, state);
                var loss = isClassifier ? -output.gather(1, labels).log().mean() : nn.functional.mse_loss(output, targets);
                loss.backward();
                optimizer.step();
            },
            optimizer,
            scope);
    }

    static Tensor Inputs(BenchmarkShape shape) => tensor(BenchmarkSequences.Inputs(shape), shape.Batch, shape.Steps, shape.Inputs);
}
