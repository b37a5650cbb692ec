namespace LiquidNet.Online.Influences;

/// <summary>Finds what a step does, part by part, and writes it in a column of a <see cref="DerivativeSheet"/>.</summary>
interface IStepDerivatives
{
    /// <summary>Turns to the step that a stream has taken.</summary>
    /// <returns>In how many parts it is gone over.</returns>
    int Begin(StreamStep step);

    /// <summary>Writes what a part of it does.</summary>
    /// <param name="step">The stream.</param>
    /// <param name="part">Which part.</param>
    /// <param name="column">A column of the sheet.</param>
    void Write(StreamStep step, int part, Span<float> column);
}
