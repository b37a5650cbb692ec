using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LiquidNet.Samples;

/// <summary>Lines over a common axis, as a picture.</summary>
/// <param name="title">What it shows.</param>
/// <param name="horizontal">What is counted from left to right.</param>
/// <param name="vertical">What is measured from bottom to top.</param>
public sealed class LinePlot(string title, string horizontal, string vertical)
{
    const int Width = 1000, Height = 450;

    /// <summary>The first moment of 1970, in the days that the axis of dates counts.</summary>
    const double Epoch = 25_569;

    readonly List<(string Name, double[] Horizontal, double[] Vertical)> lines = [];
    readonly List<(double At, string Text)> marks = [];

    /// <summary>Whether equal distances on the vertical axis are equal factors; what is not above zero is then left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether places on the horizontal axis are dates, in days since the first moment of 1970.</summary>
    public bool HasDates { get; init; }

    /// <summary>Whether only whole numbers occur on the horizontal axis, such as epochs.</summary>
    public bool HasWholeNumbers { get; init; }

    /// <summary>Adds a line.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="horizontal">Where its points are.</param>
    /// <param name="vertical">Their values; a line is broken where one is <c>NaN</c>.</param>
    public void Add(string name, IEnumerable<double> horizontal, IEnumerable<double> vertical) =>
        lines.Add((name, [.. horizontal], [.. vertical]));

    /// <summary>Marks a place on the horizontal axis.</summary>
    /// <param name="at">The place.</param>
    /// <param name="text">What happens there.</param>
    public void Mark(double at, string text) => marks.Add((at, text));

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The file; an SVG where it ends so, else a PNG. Its folder is made if it is not there.</param>
    public void Save(string path)
    {
        using var plot = Draw();
        WholeFile.Write(path, beside =>
        {
            if (path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
                plot.SaveSvg(beside, Width, Height);
            else
                plot.SavePng(beside, Width, Height);
        });
    }

    /// <summary>The picture as the text of an SVG file.</summary>
    public string ToSvg()
    {
        using var plot = Draw();
        return plot.GetSvgXml(Width, Height);
    }

    Plot Draw()
    {
        var plot = new Plot();
        plot.Font.Set(Fonts.Sans);
        plot.Title(title);
        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        foreach (var line in lines)
        {
            var places = HasDates ? Array.ConvertAll(line.Horizontal, day => Epoch + day) : line.Horizontal;
            var drawn = plot.Add.Scatter(places, IsLogarithmic ? Array.ConvertAll(line.Vertical, Logarithm) : line.Vertical);
            (drawn.LegendText, drawn.MarkerSize, drawn.LineWidth) = (line.Name, 0, 1.5f);
        }

        foreach (var mark in marks)
            plot.Add.VerticalLine(HasDates ? Epoch + mark.At : mark.At, width: 1, Colors.Gray, LinePattern.Dashed).LegendText = mark.Text;
        plot.Axes.Bottom.TickGenerator = HasDates ? Dates() : Numbers();
        plot.ShowLegend(Edge.Right);
        plot.Axes.AutoScale();
        if (IsLogarithmic)
            plot.Axes.Left.TickGenerator = Decades();
        else if (lines.All(line => line.Vertical.All(value => !(value < 0))))
            plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        return plot;
    }

    NumericAutomatic Numbers() => new()
    {
        IntegerTicksOnly = HasWholeNumbers,
        // Years have no thousands.
        LabelFormatter = value => value.ToString("0.######", CultureInfo.InvariantCulture),
    };

    static DateTimeAutomatic Dates() => new()
    {
        LabelFormatter = date => date.ToString(
            date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd\nHH:mm", CultureInfo.InvariantCulture),
    };

    static NumericAutomatic Decades() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = power => Math.Pow(10, power).ToString("G3", CultureInfo.InvariantCulture),
    };

    static double Logarithm(double value) => value > 0 ? Math.Log10(value) : double.NaN;
}
