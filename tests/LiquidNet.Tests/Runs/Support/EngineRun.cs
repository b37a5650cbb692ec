using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Tests.Runs.Support;

/// <summary>Runs a model over an episode, forth and back, through the library's own engine, shard by shard.</summary>
sealed class EngineRun
{
    readonly CompiledModel model;
    readonly ParameterSet parameters;

    public EngineRun(CompiledModel model, ParameterSet parameters)
    {
        this.model = model;
        this.parameters = parameters;
    }

    /// <summary>Samples side by side; 0 for what the library chooses, but side by side wherever there are several.</summary>
    public int Lanes { get; init; }

    /// <summary>With <see cref="TapeMemory.Nothing"/> there are outputs only.</summary>
    public TapeMemory Memory { get; init; } = TapeMemory.Everything;

    /// <summary>What is read out; null for the logits.</summary>
    public Circuit? Output { get; init; }

    public bool HoldsInput { get; init; }

    /// <summary>Which random numbers dropout takes; null switches it off.</summary>
    public ulong? DropoutPass { get; init; }

    public RunResult On(Episode episode)
    {
        var lanes = (Lanes, episode.Batch) switch
        {
            (0, 1) => 1,
            (0, _) => Math.Max(LaneCount.Half, LaneCount.For(episode.Batch)),
            _ => Lanes,
        };
        var result = new RunResult(episode, model.OutputSize, parameters.Select(parameter => parameter.Values.Length));
        var gradients = new GradientSet(parameters);
        var tape = new Tape(model, Output ?? model.Logits, lanes);
        for (var first = 0; first < episode.Batch; first += lanes)
        {
            var shard = new EpisodeShard(episode, result, first, lanes) { IsConstant = HoldsInput };
            tape.Dropout = DropoutPass is { } pass ? new DropoutKey(pass, 0, first) : null;
            tape.Begin(shard, Memory);
            shard.WriteInitialState(tape.InitialState);
            tape.Forward(shard, shard);
            if (Memory == TapeMemory.Nothing)
                continue;
            shard.ReadStates(tape);
            tape.Reverse(shard, gradients, withInputs: true);
            shard.ReadGradients(tape);
        }

        for (var index = 0; index < parameters.Count; index++)
            result.ParameterGradients[index] = Array.ConvertAll(gradients[index].ToArray(), value => (double)value);
        return result;
    }
}
