using System.Globalization;
using System.Text;
using System.Xml;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>Writes a picture that stands alone: no script, no link, a title and a description for those who do not see it.</summary>
sealed class SvgText : IDisposable
{
    const string Namespace = "http://www.w3.org/2000/svg";

    readonly StringBuilder text = new();
    readonly XmlWriter writer;

    public SvgText(double width, double height, string title, string description)
    {
        writer = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" });
        Open(
            "svg", ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("width", width), ("height", height), ("role", "img"),
            ("font-family", "sans-serif"), ("font-size", 12), ("fill", DiagramColors.Text));
        Element("title", title);
        Element("desc", description);
        Leaf("rect", ("width", width), ("height", height), ("fill", "#FFFFFF"));
    }

    /// <summary>A number as pictures need it: to a tenth.</summary>
    public static string Number(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    public void Open(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        writer.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
            Attribute(attribute, value is string words ? words : Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)));
    }

    /// <summary>One more attribute of the element that was opened last.</summary>
    public void Attribute(string name, string value) => writer.WriteAttributeString(name, value);

    public void Close() => writer.WriteEndElement();

    /// <summary>An element without content, or with text alone.</summary>
    public void Leaf(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Open(name, attributes);
        Close();
    }

    public void Element(string name, string content, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Open(name, attributes);
        writer.WriteString(Printable(content));
        Close();
    }

    public void Label(double x, double y, string content, string anchor = "middle") =>
        Element("text", content, ("x", x), ("y", y), ("text-anchor", anchor));

    public override string ToString()
    {
        writer.WriteEndDocument();
        writer.Flush();
        return text.Append('\n').ToString();
    }

    public void Dispose() => writer.Dispose();

    /// <summary>Without the characters that no XML may hold.</summary>
    static string Printable(string content) => string.Concat(content.Select(c => XmlConvert.IsXmlChar(c) ? c : ' '));
}
