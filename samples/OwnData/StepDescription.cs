using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>How much time passes from row to row, as a person would say it.</summary>
static class StepDescription
{
    /// <summary>A usual step that is this many times longer or shorter than the unit is far from it.</summary>
    const double Far = 5;

    static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("second", TimeSpan.FromSeconds(1)), ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)),
        ("day", TimeSpan.FromDays(1)),
    ];

    /// <summary>Such as "steps of 1 hour" or "steps of 10 minutes to 3 hours, usually 20 minutes".</summary>
    /// <param name="steps">All steps, at least one.</param>
    /// <param name="unit">How long the unit of time is, where times are dates; null for numbers.</param>
    public static string Of(IReadOnlyCollection<double> steps, TimeSpan? unit)
    {
        var (least, most) = (Said(steps.Min(), unit), Said(steps.Max(), unit));
        return least == most ? $"steps of {least}" : $"steps of {least} to {most}, usually {Said(Usual(steps), unit)}";
    }

    /// <summary>What to do where a usual step is far from 1 in the unit; null where it is not.</summary>
    public static string? Advice(IReadOnlyCollection<double> steps, TimeSpan? unit)
    {
        const string Reason = "cells begin with time constants of about 1, so a unit in which a usual step is about 1 serves best";
        var usual = Usual(steps);
        if (usual is <= 0 or (>= 1 / Far and <= Far))
            return null;
        if (unit is not { } length)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"A usual step is {usual:0.###}: {Reason}. Divide the column of time by {usual}.");
        }

        var (name, better) = Units.MinBy(choice => Math.Abs(Math.Log(usual * (length / choice.Length))));
        return string.Create(CultureInfo.InvariantCulture, $"A usual step is {usual:0.###} in the unit chosen: {Reason}")
            + (better == length ? "." : $": --unit {name}s.");
    }

    static double Usual(IEnumerable<double> steps) => steps.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    static string Said(double step, TimeSpan? unit)
    {
        if (unit is not { } length)
            return step.ToString("G4", CultureInfo.InvariantCulture);
        var seconds = step * length.TotalSeconds;
        var (name, whole) = Units.LastOrDefault(choice => seconds >= 0.999 * choice.Length.TotalSeconds, Units[0]);
        var count = (seconds / whole.TotalSeconds).ToString("0.##", CultureInfo.InvariantCulture);
        return count == "1" ? $"1 {name}" : $"{count} {name}s";
    }
}
