using System.Text;
using Lumina.Cli.Surroundings;
using Lumina.Language.Plans;
using Lumina.Planning.Drawing;
using static Lumina.Cli.Graphs.SvgText;

namespace Lumina.Cli.Graphs;

/// <summary>A plan's graph as a picture: what has to run first is above what needs it. Light or dark as the reader's screen is.</summary>
internal static class SvgDrawing
{
    private const double Margin = 20;
    private const double Header = 64;
    private const double StepWidth = 44;
    private const double BandPadding = 14;
    private const double BoxHeight = 48;
    private const double NameLetter = 8;
    private const double RunsLetter = 6.4;
    private const double BoxPadding = 14;
    private const int MostNameLetters = 26;
    private const int MostRunsLetters = 26;

    private const string Style = """
          <style>
            svg { --paper: #ffffff; --band: #f4f6f9; --box: #ffffff; --rim: #8894a8; --ink: #17202e; --faint: #5d6a7e; --line: #64748b; }
            @media (prefers-color-scheme: dark) {
              svg { --paper: #10151d; --band: #181f2a; --box: #222c3a; --rim: #5f6f86; --ink: #e8edf4; --faint: #9aa8bc; --line: #8fa0b8; }
            }
            text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); }
            .paper { fill: var(--paper); }
            .band { fill: var(--band); }
            .box { fill: var(--box); stroke: var(--rim); }
            .title { font-size: 17px; font-weight: 600; }
            .note, .step { font-size: 12px; fill: var(--faint); }
            .step { text-anchor: middle; font-weight: 600; }
            .name { font-size: 13px; font-weight: 600; }
            .runs, .times { font-size: 11px; fill: var(--faint); }
            .times { text-anchor: end; }
            .line { fill: none; stroke: var(--line); stroke-width: 1.3; }
            .head { fill: var(--line); }
          </style>
        """;

    public static IEnumerable<string> Of(Plan plan)
    {
        var labels = plan.Components.Select(ComponentLabel.Of).ToArray();
        var layout = PlanLayout.Of(plan, component => SizeOf(ComponentLabel.Of(component)));
        var (left, top) = (Margin + StepWidth, Header + BandPadding);
        var title = $"{plan.Name} in {plan.Environment.Name}";
        var note = $"{Wording.Count(plan.Components.Length, "component")}, {Wording.Count(layout.Steps.Length, "step")}; what is above has to run before what is below";
        var width = Math.Max(left + layout.Width + BandPadding + Margin, Margin * 2 + Letters(note) * RunsLetter);
        var height = top + layout.Height + BandPadding + Margin;
        yield return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number(width)}\" height=\"{Number(height)}\" viewBox=\"0 0 {Number(width)} {Number(height)}\" role=\"img\">";
        yield return $"  <title>{Escaped(title)}</title>";
        foreach (var line in Style.Split('\n')) yield return line;
        yield return "  <defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"head\" d=\"M0,0 L8,4 L0,8 Z\"/></marker></defs>";
        yield return $"  <rect class=\"paper\" width=\"{Number(width)}\" height=\"{Number(height)}\"/>";
        yield return $"  <text class=\"title\" x=\"{Number(Margin)}\" y=\"30\">{Escaped(title)}</text>";
        yield return $"  <text class=\"note\" x=\"{Number(Margin)}\" y=\"49\">{Escaped(note)}</text>";
        for (var step = 0; step < layout.Steps.Length; step++) yield return Band(layout.Steps[step], step, left, top, width);
        foreach (var edge in layout.Edges) yield return Line(edge, labels, left, top);
        for (var i = 0; i < labels.Length; i++) yield return Box(layout.Boxes[i], labels[i], left, top);
        yield return "</svg>";
    }

    private static BoxSize SizeOf(ComponentLabel label)
    {
        var name = (Math.Min(Letters(label.Name), MostNameLetters) + (label.Times.Length == 0 ? 0 : label.Times.Length + 1)) * NameLetter;
        var runs = Letters(Runs(label) ?? "") * RunsLetter;
        return new(Math.Ceiling(Math.Max(name, runs)) + 2 * BoxPadding, BoxHeight);
    }

    // Of an image the end tells which, of a command the beginning.
    private static string? Runs(ComponentLabel label) => label.Runs is not { } runs ? null
        : label.IsImage ? ShortenedImage(runs, MostRunsLetters)
        : Shortened(runs, MostRunsLetters, keepEnd: false);

    private static string Band(Area band, int step, double left, double top, double width)
    {
        var (y, height) = (top + band.Y - BandPadding, band.Height + 2 * BandPadding);
        return $"  <rect class=\"band\" x=\"{Number(Margin)}\" y=\"{Number(y)}\" width=\"{Number(width - 2 * Margin)}\" height=\"{Number(height)}\" rx=\"8\"/>"
            + $"<text class=\"step\" x=\"{Number(Margin + (left - Margin) / 2)}\" y=\"{Number(y + height / 2 + 4)}\">{step + 1}</text>";
    }

    private static string Line(DrawnEdge edge, ComponentLabel[] labels, double left, double top)
    {
        var path = new StringBuilder();
        var points = edge.Points;
        path.Append($"M{Number(left + points[0].X)},{Number(top + points[0].Y)}");
        for (var i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var half = Number(top + (from.Y + to.Y) / 2);
            path.Append(from.X == to.X
                ? $" V{Number(top + to.Y)}"
                : $" C{Number(left + from.X)},{half} {Number(left + to.X)},{half} {Number(left + to.X)},{Number(top + to.Y)}");
        }

        return $"  <path class=\"line\" marker-end=\"url(#head)\" d=\"{path}\"><title>{Escaped($"{labels[edge.To].Name} depends on {labels[edge.From].Name}")}</title></path>";
    }

    private static string Box(Area box, ComponentLabel label, double left, double top)
    {
        var (x, y) = (left + box.X, top + box.Y);
        var text = new StringBuilder();
        text.Append($"  <g><title>{Escaped(string.Join('\n', label.Lines))}</title>");
        text.Append($"<rect class=\"box\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\" rx=\"6\"/>");
        var nameAt = y + (label.Runs is null ? box.Height / 2 + 4.5 : 20);
        text.Append($"<text class=\"name\" x=\"{Number(x + BoxPadding)}\" y=\"{Number(nameAt)}\">{Escaped(Shortened(label.Name, MostNameLetters, keepEnd: false))}</text>");
        if (label.Times.Length > 0)
            text.Append($"<text class=\"times\" x=\"{Number(box.Width + x - BoxPadding)}\" y=\"{Number(nameAt)}\">{label.Times}</text>");
        if (Runs(label) is { } runs)
            text.Append($"<text class=\"runs\" x=\"{Number(x + BoxPadding)}\" y=\"{Number(y + 37)}\">{Escaped(runs)}</text>");
        return text.Append("</g>").ToString();
    }
}
