using System.Globalization;
using System.Xml.Linq;

namespace LiquidNet.Samples;

/// <summary>The picture of a wiring with names beside its sensory neurons.</summary>
static class WiringPicture
{
    const double LetterWidth = 6.6;
    const string Sensory = "sensory ";

    /// <summary>Puts names where the picture has squares for inputs; one that is a matrix stays as it is.</summary>
    /// <param name="svg">A picture of a wiring.</param>
    /// <param name="names">The names of the inputs.</param>
    /// <returns>The picture, and whether names stand in it.</returns>
    public static (string Svg, bool HasNames) Named(string svg, IReadOnlyList<string> names)
    {
        var picture = XElement.Parse(svg);
        var space = picture.Name.Namespace;
        var isNamed = false;
        foreach (var (neuron, title, square) in picture.Descendants(space + "g")
            .Select(group => (group, group.Element(space + "title"), group.Element(space + "rect"))).ToArray())
        {
            if (title?.Value.StartsWith(Sensory, StringComparison.Ordinal) != true || square is null)
                continue;
            var end = title.Value.IndexOf(':', StringComparison.Ordinal);
            var name = names[int.Parse(title.Value.AsSpan(Sensory.Length, end - Sensory.Length), CultureInfo.InvariantCulture)];
            title.Value = name + title.Value[end..];
            neuron.Elements(space + "text").Remove();
            var height = Number(square, "height");
            neuron.Add(new XElement(
                space + "text", new XAttribute("x", Number(square, "x") - 4), new XAttribute("y", Number(square, "y") + height / 2 + 4),
                new XAttribute("text-anchor", "end"), new XAttribute("font-size", Math.Clamp(height, 7, 11)),
                new XAttribute("fill", "#000000"), new XAttribute("stroke", "none"), name));
            isNamed = true;
        }

        if (!isNamed)
            return (svg, false);
        var room = Math.Ceiling(LetterWidth * names.Max(name => name.Length));
        var (width, tall) = (Number(picture, "width") + room, Number(picture, "height"));
        picture.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"{-room} 0 {width} {tall}"));
        picture.SetAttributeValue("width", width);
        var paper = picture.Element(space + "rect");
        paper?.SetAttributeValue("x", -room);
        paper?.SetAttributeValue("width", width);
        return (picture.ToString(), true);
    }

    static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
