using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Runs;

/// <summary>What a model in both directions reads out at every step: for each direction, the state after reading that very step.</summary>
/// <remarks>
/// A step of the tape reads the sequence at two places, so the two states of a place lie in different slots: those from the end in reverse
/// order, each sample's from its own end. Here they lie side by side, and gradients with respect to them are added to the slots that they
/// came from.
/// </remarks>
/// <param name="forwardRows">Rows of the state that come from the beginning; the others come from the end.</param>
/// <param name="stateSize">Rows of the state.</param>
/// <param name="lanes">How many samples lie side by side in a row.</param>
sealed class AlignedStates(int forwardRows, int stateSize, int lanes)
{
    readonly int[] lengths = new int[lanes];
    readonly int slotLength = stateSize * lanes;
    int slots;
    AlignedMemory? states;
    AlignedMemory? adjoints;

    /// <summary>The states, each in the slot that the state after its step has on a tape.</summary>
    public AlignedMemory States => states!;

    /// <summary>Takes the lengths of the samples.</summary>
    public void Take(IShardInput input)
    {
        slots = input.Steps + 1;
        for (var lane = 0; lane < lanes; lane++)
            lengths[lane] = input.LengthOf(lane);
    }

    /// <summary>Copies the states of a run; a sample that is over repeats its last ones.</summary>
    public void Gather(AlignedMemory run)
    {
        AlignedMemory.Reserve(ref states, (long)slots * slotLength);
        for (var slot = 1; slot < slots; slot++)
        {
            var aligned = states.Slice(slot * slotLength, slotLength);
            run.Slice(slot * slotLength, forwardRows * lanes).CopyTo(aligned);
            for (var at = forwardRows * lanes; at < slotLength; at++)
                aligned[at] = run.All[Math.Max(1, BackwardSlot(slot, at % lanes)) * slotLength + at];
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void BeginReverse()
    {
        AlignedMemory.Reserve(ref adjoints, (long)slots * slotLength);
        adjoints.All.Clear();
    }

    /// <summary>Moves the gradient by what was read out after a step to the states that it came from, and leaves zeros.</summary>
    public void Scatter(int step, Span<float> adjoint)
    {
        adjoint[..(forwardRows * lanes)].CopyTo(adjoints!.Slice((step + 1) * slotLength, slotLength));
        for (var at = forwardRows * lanes; at < slotLength; at++)
        {
            if (BackwardSlot(step + 1, at % lanes) is > 0 and var slot)
                adjoints.All[slot * slotLength + at] = adjoint[at];
        }

        adjoint.Clear();
    }

    /// <summary>Adds the gradient with respect to the state that the tape has after a step.</summary>
    public void AddTo(int step, Span<float> adjoint) => Updates.Add(adjoints!.Slice((step + 1) * slotLength, slotLength), adjoint);

    /// <summary>Where a sample's state from the end lies that belongs to a slot; 0 and below where the sample is over.</summary>
    int BackwardSlot(int slot, int lane) => lengths[lane] + 1 - slot;
}
