using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>Whether models are worth their training, in words.</summary>
static class Verdict
{
    /// <summary>Tells how the chosen model does beside the one that learns nothing; first of all that nothing beats it.</summary>
    /// <param name="baseline">The name of the model that learns nothing, and its error on the test part.</param>
    /// <param name="chosen">The chosen model and its error there.</param>
    /// <param name="others">The other models and theirs.</param>
    /// <param name="measure">What the errors are.</param>
    public static string Of(
        (string Name, double Error) baseline, (string Name, double Error) chosen, IEnumerable<(string Name, double Error)> others,
        string measure)
    {
        var errors = string.Create(
            CultureInfo.InvariantCulture, $"{measure} on the test part {chosen.Error:G4} against {baseline.Error:G4}");
        var ahead = others.Where(other => other.Error < baseline.Error).OrderBy(other => other.Error).Select(other => other.Name).ToArray();
        return (chosen.Error < baseline.Error, ahead) switch
        {
            (true, _) => string.Create(
                CultureInfo.InvariantCulture,
                $"{chosen.Name} beats {baseline.Name}: {errors}, {100 - 100 * chosen.Error / baseline.Error:F0} % less."),
            (false, []) => $"Nothing beats {baseline.Name}: {chosen.Name}, the best on the validation part, has {errors}, and the other "
                + "models do not beat it, either. There may be nothing to learn here, too little data, or too few epochs.",
            _ => $"{chosen.Name} does not beat {baseline.Name}: {errors}. On the test part {string.Join(" and ", ahead)} would, but the "
                + "validation part does not choose so: there may be too little data to choose by.",
        };
    }
}
