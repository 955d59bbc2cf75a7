using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lumina.Policy.Tests.Reference;

/// <summary>What the sources say about their types and members.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Summaries = new[] { "Lumina.Policy", "Lumina.Planning", "Lumina.Language" }
        .SelectMany(assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")).Descendants("member"))
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!);

    public static string Of(Type type) => Text("T:" + type.FullName);

    public static string Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public static string Of(FieldInfo field) => Summaries.ContainsKey($"F:{field.DeclaringType!.FullName}.{field.Name}") ? Text($"F:{field.DeclaringType!.FullName}.{field.Name}") : "";

    public static string Of(MethodInfo method) => Text(
        $"M:{method.DeclaringType!.FullName}.{method.Name}({string.Join(',', method.GetParameters().Select(p => p.ParameterType.FullName))})");

    private static string Text(string name) => Blanks().Replace(
        string.Concat((Summaries.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{name} has no summary.")).Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
        _ => throw new InvalidOperationException($"{node} is not known in the page."),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
