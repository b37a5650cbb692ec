using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Export.Plans;

/// <summary>
/// The operators of one section of a step as few loops: what is computed row by row from the same rows shares a loop, and lives in it
/// without being stored.
/// </summary>
sealed class LoopPlan
{
    readonly Tempo tempo;
    readonly Readers readers;
    readonly List<Loop> loops = [];
    readonly Dictionary<Signal, Loop> homes = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Signal, int> complete = new(ReferenceEqualityComparer.Instance);

    /// <param name="root">The equation.</param>
    /// <param name="tempo">Which of its operators belong to the section.</param>
    /// <param name="readers">The readers of its signals.</param>
    public LoopPlan(Operator root, Tempo tempo, Readers readers)
    {
        this.tempo = tempo;
        this.readers = readers;
        Operator[] operations = [.. EquationOrder.Of(root).OfType<Operator>().Where(operation => operation.Tempo == tempo)];
        foreach (var operation in operations)
            Add(operation);
        foreach (var operation in operations.Reverse())
            MoveToReaders(operation);
        loops.RemoveAll(loop => loop.Operations.Count + loop.Parts.Count == 0);
        foreach (var operation in operations.Where(homes.ContainsKey))
            homes[operation].Operations.Remove(operation);
        foreach (var operation in operations.Where(homes.ContainsKey))
            homes[operation].Operations.Add(operation);
    }

    /// <summary>The loops, in order.</summary>
    public IReadOnlyList<Loop> Loops => loops;

    /// <summary>Whether an operator reads a source only in the row that it computes.</summary>
    public static bool ReadsSameRow(Operator operation, Signal source) => source.Rows == operation.Rows && operation switch
    {
        Affine map => map.Addend == source && !map.Terms.Any(term => term.Source == source),
        SynapticSum or Concatenation or Slice or Softmax or Mean => false,
        _ => true,
    };

    /// <summary>Whether a signal is computed in one of the loops, a row at a time.</summary>
    public bool ComputesByRow(Signal signal) => homes.TryGetValue(signal, out var loop) && !loop.IsWhole;

    /// <summary>Whether somebody reads an operator outside its own loop, or in other rows.</summary>
    public bool IsStored(Operator operation)
    {
        var all = readers.Of(operation);
        return all.Count == 0 || all.Any(reader => reader is not Concatenation
            && !(ReadsSameRow(reader, operation) && homes.GetValueOrDefault(reader) == homes[operation]));
    }

    void Add(Operator operation)
    {
        switch (operation)
        {
            case Slice or Constant:
                break;
            case Concatenation whole:
                AddParts(whole);
                break;
            default:
                var level = operation.Sources.ToArray().Max(source => ReadyAt(operation, source));
                Put(operation, operation is Softmax ? Append(operation.Rows) : FirstLoop(level, operation.Rows));
                break;
        }
    }

    void AddParts(Concatenation whole)
    {
        var row = 0;
        foreach (var part in whole.Sources)
        {
            var loop = ComputesByRow(part) ? homes[part] : FirstLoop(CompleteAt(part), part.Rows);
            loop.Parts.Add((part, whole, row));
            complete[whole] = Math.Max(complete.GetValueOrDefault(whole), loop.Index + 1);
            row += part.Rows;
        }
    }

    void Put(Operator operation, Loop loop)
    {
        loop.Operations.Add(operation);
        homes[operation] = loop;
    }

    /// <summary>The first loop in which an operator finds a source.</summary>
    int ReadyAt(Operator operation, Signal source) =>
        ReadsSameRow(operation, source) && ComputesByRow(source) ? homes[source].Index : CompleteAt(source);

    /// <summary>The first loop in which all rows of a signal are there.</summary>
    int CompleteAt(Signal signal) => signal switch
    {
        Slice slice => CompleteAt(slice.Sources[0]),
        Operator { Tempo: var other } when other != tempo => 0,
        Concatenation => complete[signal],
        _ => homes.TryGetValue(signal, out var loop) ? loop.Index + 1 : 0,
    };

    Loop FirstLoop(int level, int rows) =>
        loops.Skip(level).FirstOrDefault(loop => loop.Rows == rows && !loop.IsWhole) ?? Append(rows);

    Loop Append(int rows)
    {
        loops.Add(new Loop(loops.Count, rows));
        return loops[^1];
    }

    /// <summary>Moves an operator that only a later loop reads, row by row, into that loop: it is then not stored.</summary>
    void MoveToReaders(Operator operation)
    {
        if (!homes.TryGetValue(operation, out var home) || home.IsWhole || readers.Of(operation) is not [var first, ..] all
            || !homes.TryGetValue(first, out var later) || later == home
            || !all.All(reader => homes.GetValueOrDefault(reader) == later && ReadsSameRow(reader, operation)))
        {
            return;
        }

        home.Operations.Remove(operation);
        Put(operation, later);
    }
}
