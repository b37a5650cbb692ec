using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Export.C;
using LiquidNet.Export.Folding;

namespace LiquidNet.Export.Plans;

/// <summary>A step of a model as loops, once per step, at every unfold and to read out, and where each signal is found.</summary>
sealed class StepPlan
{
    /// <summary>What else has a name in a step, and the functions of math.h.</summary>
    static readonly string[] Taken =
    [
        "scratch", "state", "input", "elapsed", "timespan", "prediction", "unfold", "unfolds", "count", "sum", "greatest", "part", "open",
        "abs", "exp", "log", "sin", "cos", "tanh", "sqrt",
    ];

    readonly CNames names = new(Taken);
    readonly Dictionary<Signal, (Buffer Buffer, int Row)> stored = new(ReferenceEqualityComparer.Instance);
    readonly Buffer? unfolded;
    readonly LoopPlan[] sections;
    readonly int lastUnfold;

    public StepPlan(FoldedModel model, bool isOnce)
    {
        var (next, predictions) = (new Readers(model.Next), new Readers(model.Predictions));
        sections =
        [
            new(model.Next, Tempo.Sample, next), new(model.Next, Tempo.Unfold, next), new(model.Predictions, Tempo.Sample, predictions),
        ];
        unfolded = isOnce ? null : Scratch.Add(names.Unique("unfolded"), model.Next.Rows);
        foreach (var section in sections)
            AddBuffers(section);

        lastUnfold = Sample.Count + Unfold.Count;
        var statement = 0;
        foreach (var (index, section) in sections.Index())
        {
            foreach (var loop in section.Loops)
                UseAll(loop, statement++);
            statement += index == 1 ? 1 : 0;
        }

        ReadsTimespan = EquationOrder.Of(model.Next).Any(signal => signal is Placeholder { Placement.Region: Region.Timespan });
        Next = PlaceOf(model.Next);
        Predictions = PlaceOf(model.Predictions);
        stored[model.Next].Buffer.UseAt(isOnce ? statement : lastUnfold);
        stored[model.Predictions].Buffer.UseAt(statement);
        unfolded?.UseAt(0);
        unfolded?.UseAt(statement);
        Scratch.Arrange();
    }

    public Scratch Scratch { get; } = new();

    /// <summary>What is computed once per step.</summary>
    public IReadOnlyList<Loop> Sample => sections[0].Loops;

    /// <summary>What is computed at every unfold.</summary>
    public IReadOnlyList<Loop> Unfold => sections[1].Loops;

    /// <summary>What is computed to read out the state.</summary>
    public IReadOnlyList<Loop> Readout => sections[2].Loops;

    /// <summary>The state after an unfold.</summary>
    public Place Next { get; }

    /// <summary>What is read out.</summary>
    public Place Predictions { get; }

    /// <summary>The state as unfolds change it; null where there is one unfold, which reads the state before.</summary>
    public Place? Unfolded => unfolded is null ? null : new Place(unfolded.Name);

    /// <summary>Whether the time that passes matters.</summary>
    public bool ReadsTimespan { get; }

    /// <summary>Where a loop stores what it computes: by itself, and as parts of others.</summary>
    public IEnumerable<Place> StoresOf(Signal signal, Loop loop)
    {
        var parts = loop.Parts.Where(part => part.Part == signal).Select(part => PlaceOf(part.Whole).Skip(part.Row));
        return loop.Operations.Contains(signal) && stored.ContainsKey(signal) ? parts.Prepend(PlaceOf(signal)).Distinct() : parts;
    }

    /// <summary>Where a signal that is neither a table nor a number is found.</summary>
    public Place PlaceOf(Signal signal, bool isReadout = false) => signal switch
    {
        Slice slice => PlaceOf(slice.Sources[0], isReadout).Skip(slice.Start),
        Placeholder { Placement.Region: Region.Input } => new("input"),
        Placeholder { Placement.Region: Region.State } when unfolded is not null => new(unfolded.Name),
        Placeholder { Placement.Region: Region.State } => isReadout ? Next : new("state->values"),
        _ => new(stored[signal].Buffer.Name, stored[signal].Row),
    };

    /// <summary>Gives a place to what a section stores: within a concatenation, where it is part of one.</summary>
    void AddBuffers(LoopPlan section)
    {
        foreach (var (part, whole, row) in section.Loops.SelectMany(loop => loop.Parts))
        {
            if (!stored.TryGetValue(whole, out var place))
                stored.Add(whole, place = (Scratch.Add(names.Unique("joined"), whole.Rows), 0));
            if (section.ComputesByRow(part))
                stored.TryAdd(part, (place.Buffer, row));
        }

        foreach (var operation in section.Loops.SelectMany(loop => loop.Operations))
        {
            if (!stored.ContainsKey(operation) && (section.IsStored(operation) || operation is Softmax))
                stored.Add(operation, (Scratch.Add(names.Unique(NameOf(operation)), operation.Rows), 0));
        }
    }

    static string NameOf(Operator operation) => operation switch
    {
        Elementwise { Function: var function } => function.GetType().Name.ToLowerInvariant(),
        SynapticSum => "synapses",
        _ => operation.GetType().Name.ToLowerInvariant(),
    };

    void UseAll(Loop loop, int statement)
    {
        foreach (var operation in loop.Operations)
        {
            Use(operation, statement);
            foreach (var source in operation.Sources)
                Use(source, statement);
        }

        foreach (var (part, whole, _) in loop.Parts)
        {
            Use(part, statement);
            Use(whole, statement);
        }
    }

    /// <summary>What comes from before the unfolds is needed until the last.</summary>
    void Use(Signal signal, int statement)
    {
        if (signal is Slice slice)
        {
            Use(slice.Sources[0], statement);
        }
        else if (stored.TryGetValue(signal, out var place))
        {
            var isEarlier = place.Buffer.First < Sample.Count && statement >= Sample.Count && statement < lastUnfold;
            place.Buffer.UseAt(isEarlier ? lastUnfold : statement);
        }
    }
}
