using System.Xml.Linq;

namespace LiquidNet.Tests.Architecture;

public sealed class DocumentationTests
{
    /// <summary>The compiler joins the comments of all parts of a partial type, and an editor shows the first of them.</summary>
    [Fact]
    public void No_type_or_member_has_two_summaries() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "LiquidNet.xml")).Descendants("member")
            .Where(member => member.Elements("summary").Skip(1).Any())
            .Select(member => member.Attribute("name")!.Value)
            .ShouldBeNone();
}
