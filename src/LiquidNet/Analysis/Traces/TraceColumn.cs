using System.Text;
using LiquidNet.Analysis.Diagrams;

namespace LiquidNet.Analysis.Traces;

/// <summary>One quantity of a trace, which is drawn for all neurons on one scale.</summary>
sealed class TraceColumn
{
    /// <summary>More of the sequence's steps in a line than this would not be seen; each point then spans several.</summary>
    const int MostPoints = 400;

    readonly Trace trace;
    readonly StepValues values;
    readonly bool isLogarithmic;
    readonly double low;
    readonly double high;

    TraceColumn(string name, string color, Trace trace, StepValues values, bool isLogarithmic, double low, double high)
    {
        (Name, Color, this.trace, this.values, this.isLogarithmic) = (name, color, trace, values, isLogarithmic);
        (this.low, this.high) = (low, high);
        Scale = FormattableString.Invariant($"each row {low:G3} to {high:G3}{(isLogarithmic ? ", logarithmic" : "")}");
    }

    /// <summary>The values of all neurons after a step; <c>NaN</c> where there is none.</summary>
    public delegate ReadOnlySpan<float> StepValues(int step);

    public string Name { get; }

    public string Color { get; }

    /// <summary>The scale in words.</summary>
    public string Scale { get; }

    /// <summary>A column, or null where no neuron has the quantity.</summary>
    public static TraceColumn? Of(string name, string color, Trace trace, StepValues values, bool isLogarithmic = false)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var step = 0; step < trace.Length; step++)
        {
            foreach (var value in values(step))
            {
                if (float.IsFinite(value) && (!isLogarithmic || value > 0))
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        return low > high ? null : new(name, color, trace, values, isLogarithmic, low, high);
    }

    /// <summary>The line of a neuron, above a floor from left to right.</summary>
    public string LineOf(int neuron, Point floor, double width, double height)
    {
        var line = new StringBuilder();
        var span = Math.Max(trace.Times[^1], float.Epsilon);
        var stride = (trace.Length + MostPoints - 1) / MostPoints;
        var isDrawn = false;
        for (var step = 0; step < trace.Length; step += stride)
        {
            var (least, most) = Range(neuron, step, Math.Min(step + stride, trace.Length));
            foreach (var value in stride == 1 ? [most] : (ReadOnlySpan<double>)[least, most])
            {
                if (double.IsFinite(value))
                    line.Append(isDrawn ? 'L' : 'M').Append(floor + new Point(width * trace.Times[step] / span, -height * value));
                isDrawn = double.IsFinite(value);
            }
        }

        return line.Length > 0 ? line.ToString() : "M0 0";
    }

    /// <summary>The least and the greatest value of a neuron in some steps, 0 to 1 on the scale.</summary>
    (double Least, double Most) Range(int neuron, int first, int end)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var step = first; step < end; step++)
        {
            double value = values(step)[neuron];
            if (!double.IsNaN(value))
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return (OnScale(least), OnScale(most));
    }

    double OnScale(double value) => high == low ? 0.5 * (value / value)
        : isLogarithmic ? Math.Log(value / low) / Math.Log(high / low)
        : (value - low) / (high - low);
}
