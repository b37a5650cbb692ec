namespace LiquidNet.Online.Files;

/// <summary>The state of a learner, item by item: written to a file, or read from one into the same places.</summary>
/// <remarks>A learner goes through its items once, for both, so that what is written and what is read cannot disagree.</remarks>
interface ILearnerState
{
    /// <summary>Whether the learner takes over what a file holds.</summary>
    bool IsRead { get; }

    /// <summary>A count.</summary>
    /// <param name="name">What it is called in the file.</param>
    /// <param name="value">What it is in the learner.</param>
    /// <param name="most">The most that it can be.</param>
    /// <returns>What it is in the file, or what was written to it.</returns>
    long Count(string name, long value, long most = long.MaxValue);

    /// <summary>Whether something is the case.</summary>
    /// <returns>Whether it is in the file, or what was written to it.</returns>
    bool Flag(string name, bool value);

    /// <summary>Asserts that the file holds so many numbers, before memory is made for them.</summary>
    void Expect(string name, long count);

    /// <summary>Numbers, all finite unless values may be missing.</summary>
    void Values(string name, Span<float> values, bool mayBeMissing = false);

    /// <summary>Numbers of double precision, all finite unless they may be infinite.</summary>
    void Values(string name, Span<double> values, bool mayBeInfinite = false);
}
