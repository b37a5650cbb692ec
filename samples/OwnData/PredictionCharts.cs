using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>Targets and predictions of the test part over time: all of it, and where that is much, its end more closely.</summary>
static class PredictionCharts
{
    /// <summary>How many series are shown, how many points of a line can be told apart, and how many rows are looked at closely.</summary>
    const int MostSeries = 3, MostPoints = 1_000, CloseRows = 200;

    /// <summary>Adds the charts to a page, with words on what they leave out.</summary>
    public static void AddTo(HtmlText page, TableTask task, string model, IReadOnlyList<Prediction> predictions)
    {
        var all = predictions.GroupBy(prediction => (prediction.Id, prediction.Output)).ToArray();
        if (all.Length > MostSeries)
        {
            page.Paragraph(string.Create(
                CultureInfo.InvariantCulture,
                $"The first {MostSeries} of {all.Length:N0} series of the test part; all are in predictions.csv."));
        }

        foreach (var series in all.Take(MostSeries))
        {
            var (points, whose) = (series.ToArray(), series.Key.Id.Length > 0 ? $" of {series.Key.Id}" : "");
            var name = $"{series.Key.Output}{whose}";
            Draw($"{name}: the whole test part, {points.Length:N0} rows", points);
            if (points.Length <= MostPoints)
                continue;
            page.Paragraph(string.Create(
                CultureInfo.InvariantCulture,
                $"Of each {(double)points.Length / MostPoints * 2:0.#} rows, the least and the greatest value of a line are drawn. "
                + $"More closely, the last {CloseRows} rows:"));
            Draw($"{name}: the last {CloseRows} of {points.Length:N0} rows of the test part", points[^CloseRows..]);
        }

        void Draw(FormattableString title, Prediction[] points)
        {
            var plot = new LinePlot(title.ToString(CultureInfo.InvariantCulture), task.TimeName, points[0].Output)
            {
                HasDates = task.Times.HasDates,
            };
            Add("target", point => point.Target);
            Add(model, point => point.Value);
            Add("residual", point => (double)point.Value - point.Target);
            page.Picture(plot.ToSvg(), "Targets, predictions and what lies between them over time");

            void Add(string line, Func<Prediction, double> value)
            {
                var values = Array.ConvertAll(points, point => value(point));
                var places = Thinning.Of(values, MostPoints);
                plot.Add(line, places.Select(place => task.Times.OnAxis(points[place].Time ?? 0)), places.Select(place => values[place]));
            }
        }
    }
}
