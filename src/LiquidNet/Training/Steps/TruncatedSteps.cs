using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>
/// Truncated backpropagation through time: a batch is cut into pieces of some steps, each piece is a step of training, and the state goes
/// on from piece to piece, while gradients end at the cuts.
/// </summary>
/// <remarks>Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", Neural
/// Computation 1990, with as many steps between updates as gradients go back.</remarks>
sealed class TruncatedSteps(TrainingStep step, int stateSize, int length)
{
    readonly SequencePieces pieces = new(length);
    readonly CarriedStates states = new(stateSize);

    /// <summary>Learns from all pieces of a batch, in order.</summary>
    /// <exception cref="TrainingDivergedException">Something is not finite; parameters are those after the piece before.</exception>
    public ShardResult Take(SequenceSet set, ReadOnlySpan<int> batch, StepPlace place, float learningRateFactor)
    {
        pieces.Begin(set, batch);
        states.Begin(batch);
        var total = default(ShardResult);
        do
        {
            total += ShardResult.Of(step.Take(pieces, pieces.Samples, place, learningRateFactor, states));
            place = place with { Piece = place.Piece + 1 };
        }
        while (pieces.MoveNext());
        return total;
    }
}
