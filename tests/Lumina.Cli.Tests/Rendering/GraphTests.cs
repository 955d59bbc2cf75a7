using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests.Rendering;

/// <summary>The four ways in which a graph is drawn, and as data.</summary>
public sealed class GraphTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("text")]
    [InlineData("dot")]
    [InlineData("mermaid")]
    [InlineData("svg")]
    public async Task A_platform_is_drawn(string format)
    {
        _desk.Components =
        [
            Spec("core", "memory", "providers", "security") with { Image = "registry.example.com/platform/lumina/core:1.4.0", Replicas = 2 },
            Spec("memory") with { Image = "lumina/memory:1.4.0" },
            Spec("providers") with { Command = ["bin/providers", "--listen", "127.0.0.1:8001", "--verbose"] },
            Spec("security"),
            Spec("web", "core", "memory") with { Image = "lumina/web:1.4.0", Replicas = 12 },
        ];

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"graph --format {format}"));

        Golden.Check($"tests/Lumina.Cli.Tests/Goldens/graph.{format}", _desk.Out);
    }

    [Fact]
    public async Task A_picture_is_whole_and_says_everything_whatever_names_hold()
    {
        const string Hostile = "a<b>&\"c\"'d'\u0001]]>\n😀 --x=`*_#;\\";
        _desk.Components = [Spec("one") with { Command = [Hostile] }, Spec("two", "one") with { Image = new string('界', 80) }];

        await _desk.TypeAsync("graph --format svg");

        var picture = XDocument.Parse(_desk.Out).Root!;
        Assert.Equal(2, picture.Descendants(Svg + "rect").Count(box => (string?)box.Attribute("class") == "box"));
        Assert.Contains(picture.Descendants(Svg + "text"), text => text.Value.StartsWith("a<b>&\"c\"'d'\uFFFD]]>", StringComparison.Ordinal));
        Assert.Contains(picture.Descendants(Svg + "text"), text => text.Value == "…" + new string('界', 12));
        Assert.Single(picture.Descendants(Svg + "path"), path => path.Value == "two depends on one");
    }

    [Fact]
    public async Task Names_that_mean_something_to_graphviz_and_mermaid_are_escaped()
    {
        _desk.Components = [Spec("one") with { Command = ["a\"b\\n<br>#_`*"] }];

        await _desk.TypeAsync("graph --format dot");
        await _desk.TypeAsync("graph --format mermaid");

        Assert.Contains("""  "one" [label="one\na\"b\\n<br>#_`*"];""", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("""c0["one<br/>a#34;b#92;n#60;br#62;#35;#95;#96;#42;"]""", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_longer_than_its_box_on_no_line_and_the_picture_as_wide_as_what_is_in_it()
    {
        _desk.Components = [.. Enumerable.Range(0, 30).Select(i => Spec($"component-{i:00}") with { Image = "registry/" + new string('x', 5 * i) })];

        await _desk.TypeAsync("graph --format svg");

        var picture = XDocument.Parse(_desk.Out).Root!;
        var width = Number(picture, "width");
        foreach (var box in picture.Descendants(Svg + "rect").Where(box => (string?)box.Attribute("class") == "box"))
        {
            Assert.InRange(Number(box, "x") + Number(box, "width"), 0, width);
            Assert.All(box.Parent!.Elements(Svg + "text"), text => Assert.InRange(text.Value.Length * 6.4, 0, Number(box, "width")));
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public async Task A_tree_that_is_deeper_than_the_terminal_is_wide_goes_on_below(int width)
    {
        _desk.Variables["COLUMNS"] = width.ToString(CultureInfo.InvariantCulture);
        const int Count = 1_000;
        _desk.Components = [.. Enumerable.Range(0, Count).Select(i => i == 0 ? Spec("c0000") : Spec($"c{i:0000}", $"c{i - 1:0000}"))];

        await _desk.TypeAsync("graph");

        var tree = _desk.Out[.._desk.Out.IndexOf("order:", StringComparison.Ordinal)].Split('\n')[1..];
        Assert.All(tree, line => Assert.InRange(line.Length, 0, width));
        for (var i = 0; i < Count; i++) Assert.Contains(tree, line => line.EndsWith($"c{i:0000}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_drawn_out_already_is_only_named_again()
    {
        _desk.Components = [Spec("a"), Spec("b", "a"), Spec("c", "b"), Spec("d", "b", "c")];

        await _desk.TypeAsync("graph");

        Assert.StartsWith("lumina in development: 4 components, 4 steps\nd\n├─ b\n│  └─ a\n└─ c\n   └─ b  (above)\norder:\n  1. a\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_data_it_says_what_the_pictures_say()
    {
        _desk.Components = [Spec("one") with { Command = ["run", "x"], Replicas = 3 }, Spec("two", "one") with { Image = "i:1" }];

        await _desk.TypeAsync("graph --output json");

        var graph = JsonNode.Parse(_desk.Out)!;
        Assert.Equal("""[["one"],["two"]]""", graph["layers"]!.ToJsonString());
        Assert.Equal("""{"name":"one","dependsOn":[],"image":null,"command":["run","x"],"replicas":3}""", graph["components"]![0]!.ToJsonString());
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
