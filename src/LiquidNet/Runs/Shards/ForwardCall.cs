using LiquidNet.Data;
using LiquidNet.Data.Sets;

namespace LiquidNet.Runs.Shards;

/// <summary>What one call shares among its shards: the sequences, and the memory of the caller that results are written to.</summary>
/// <remarks>It is used again and again, so a call allocates nothing once some have been as large; between calls it holds nothing of a
/// caller's.</remarks>
sealed class ForwardCall : IDisposable
{
    readonly Action<ForwardCall> giveBack;
    readonly BorrowedSequences borrowed;

    /// <param name="features">Features of the model's sequences.</param>
    /// <param name="run">Runs one shard of the call.</param>
    /// <param name="giveBack">Takes the call back when it is over.</param>
    public ForwardCall(int features, Action<ForwardCall, int> run, Action<ForwardCall> giveBack)
    {
        this.giveBack = giveBack;
        Set = borrowed = new BorrowedSequences(features);
        RunShard = shard => run(this, shard);
    }

    /// <summary>Which sequences share a shard.</summary>
    public BatchPlan Plan { get; } = new();

    /// <summary>Runs one shard.</summary>
    public Action<int> RunShard { get; }

    /// <summary>The sequences: those that are borrowed, unless a set was given.</summary>
    public SequenceSet Set { get; set; }

    /// <summary>The sequences of a caller, to be filled.</summary>
    public BorrowedSequences Borrowed => borrowed;

    /// <summary>For each sequence, where its outputs go: after every step [time x OutputSize], column after column, or after the last
    /// one.</summary>
    public List<float[]> Outputs { get; } = [];

    /// <summary>The caller's memory that the call writes to: no other result may go there, and nothing be read from there.</summary>
    public HashSet<float[]> Written { get; } = [];

    /// <summary>Whether only the output after the last step of each sequence is asked for.</summary>
    public bool TakesLast { get; set; }

    /// <summary>The state before the first step of each sequence [sequences x StateSize], column after column; null for zero.</summary>
    public float[]? InitialStates { get; set; }

    /// <summary>Takes the state after the last step of each sequence [sequences x StateSize], column after column; or null. It may be the
    /// memory of the initial states.</summary>
    public float[]? FinalStates { get; set; }

    /// <summary>Ends the call.</summary>
    public void Dispose()
    {
        borrowed.Clear();
        Outputs.Clear();
        Written.Clear();
        (Set, TakesLast, InitialStates, FinalStates) = (borrowed, false, null, null);
        giveBack(this);
    }
}
