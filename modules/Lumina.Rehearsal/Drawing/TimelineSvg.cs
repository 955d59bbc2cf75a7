using System.Globalization;
using System.Text;
using static Lumina.Rehearsal.Drawing.Svg;

namespace Lumina.Rehearsal.Drawing;

/// <summary>
/// A timeline as a picture: for each component its traffic (the new revision's share grows from below) and its instances, with a number at each thing that
/// happens and what that is under it. Light or dark as the reader's screen is.
/// </summary>
public static class TimelineSvg
{
    private const double Width = 860;
    private const double Left = 96;
    private const double Right = 24;
    private const double Aside = 36;
    private const double Header = 66;
    private const double Lane = 168;
    private const double Title = 22;
    private const double Numbers = 22;
    private const double Traffic = 70;
    private const double Instances = 30;
    private const double Line = 17;
    private const double NumberWidth = 17;
    private const int MostLanes = 40;
    private const int MostLines = 200;
    private const int MostLetters = 100;

    private const string Style = """
          <style>
            svg { --paper: #ffffff; --lane: #f1f4f8; --new: #1f7ae0; --old: #b9c4d4; --bad: #c62f36; --good: #1d8a4e; --ink: #17202e; --faint: #5d6a7e; --on: #ffffff; }
            @media (prefers-color-scheme: dark) {
              svg { --paper: #10151d; --lane: #1a222e; --new: #4b9bf5; --old: #4a586c; --bad: #f0676d; --good: #4fc283; --ink: #e8edf4; --faint: #9aa8bc; --on: #10151d; }
            }
            text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); font-size: 12px; }
            .paper { fill: var(--paper); } .lane { fill: var(--lane); } .new { fill: var(--new); } .old { fill: var(--old); }
            .title { font-size: 17px; font-weight: 600; } .name { font-size: 13px; font-weight: 600; }
            .note, .scale, .time { fill: var(--faint); } .scale { text-anchor: end; font-size: 11px; } .time { text-anchor: end; }
            .mark { fill: var(--faint); } .mark.bad { fill: var(--bad); } .mark.good { fill: var(--good); }
            .number { fill: var(--on); font-size: 10px; font-weight: 600; text-anchor: middle; }
            .tick { stroke: var(--faint); stroke-width: 0.6; stroke-dasharray: 2 3; } .tick.bad { stroke: var(--bad); stroke-dasharray: none; }
          </style>
        """;

    /// <summary>Draws it. Of more than 40 components, and more than 200 things that happen, the rest is left out and said so.</summary>
    /// <param name="timeline">What happened.</param>
    /// <param name="title">What is written above; null for the plan and its environment.</param>
    public static string Of(Timeline timeline, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var lanes = timeline.Components.Take(MostLanes).ToArray();
        var entries = timeline.Entries.Where(e => e.Component is null || lanes.Any(l => l.Name == e.Component)).Take(MostLines).ToArray();
        var axis = new TimeAxis(entries.Select(e => e.At).Concat(lanes.SelectMany(l => l.Samples.Select(s => s.At))).Append(timeline.Duration), Left + Aside, Width - Left - Right - 2 * Aside);
        var legend = Header + lanes.Length * Lane;
        var height = legend + 24 + entries.Length * Line + 16;
        var heading = title ?? $"{timeline.Plan} in {timeline.Environment}";
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number(Width)}\" height=\"{Number(height)}\" viewBox=\"0 0 {Number(Width)} {Number(height)}\" role=\"img\">\n");
        picture.Append($"  <title>{Escaped(heading)}</title>\n").Append(Style).Append('\n');
        picture.Append($"  <rect class=\"paper\" width=\"{Number(Width)}\" height=\"{Number(height)}\"/>\n");
        picture.Append($"  <text class=\"title\" x=\"20\" y=\"28\">{Escaped(heading)}</text>\n");
        picture.Append($"  <text class=\"note\" x=\"20\" y=\"47\">{Escaped(Subtitle(timeline, lanes.Length, entries.Length))}</text>\n");
        picture.Append($"  <rect class=\"new\" x=\"{Number(Width - 190)}\" y=\"38\" width=\"10\" height=\"10\"/><text class=\"note\" x=\"{Number(Width - 176)}\" y=\"47\">new revision</text>");
        picture.Append($"<rect class=\"old\" x=\"{Number(Width - 92)}\" y=\"38\" width=\"10\" height=\"10\"/><text class=\"note\" x=\"{Number(Width - 78)}\" y=\"47\">before</text>\n");
        var end = entries.Select(e => e.At).Append(timeline.Duration).Max();
        for (var lane = 0; lane < lanes.Length; lane++)
            AddLane(picture, lanes[lane], entries, axis, Header + lane * Lane, end);
        for (var i = 0; i < entries.Length; i++)
            AddLine(picture, entries[i], i + 1, legend + 24 + i * Line, lanes.Length > 1);
        return picture.Append("</svg>\n").ToString();
    }

    private static string Subtitle(Timeline timeline, int lanes, int entries)
    {
        var took = $"{Time(timeline.Duration)} of virtual time; the more a moment has to tell, the wider it is";
        var (more, further) = (timeline.Components.Length - lanes, timeline.Entries.Length - entries);
        return took + (more > 0 ? $"; {more} more components" : "") + (further > 0 ? $"; {further} more events" : "");
    }

    private static void AddLane(StringBuilder picture, ComponentTrack track, TimelineEntry[] entries, TimeAxis axis, double top, TimeSpan end)
    {
        var versions = string.Join(" → ", new[] { track.FromVersion, track.ToVersion }.OfType<string>());
        picture.Append($"  <text class=\"name\" x=\"20\" y=\"{Number(top + 14)}\">{Escaped(Shortened($"{track.Name}, {track.Strategy ?? track.Action}{(versions.Length > 0 ? $", {versions}" : "")}", 110))}</text>\n");
        var traffic = top + Title + Numbers;
        var instances = traffic + Traffic + 10;
        picture.Append($"  <rect class=\"lane\" x=\"{Number(Left)}\" y=\"{Number(traffic)}\" width=\"{Number(Width - Left - Right)}\" height=\"{Number(Traffic)}\"/>");
        picture.Append($"<rect class=\"lane\" x=\"{Number(Left)}\" y=\"{Number(instances)}\" width=\"{Number(Width - Left - Right)}\" height=\"{Number(Instances)}\"/>\n");
        var most = Math.Max(1, track.Samples.Select(s => s.NewReady + s.OldReady).DefaultIfEmpty(1).Max());
        picture.Append($"  <text class=\"scale\" x=\"{Number(Left - 8)}\" y=\"{Number(traffic + 10)}\">{(track.HasTraffic ? "traffic" : "share")} 100%</text>");
        picture.Append($"<text class=\"scale\" x=\"{Number(Left - 8)}\" y=\"{Number(traffic + Traffic)}\">0%</text>");
        picture.Append(CultureInfo.InvariantCulture, $"<text class=\"scale\" x=\"{Number(Left - 8)}\" y=\"{Number(instances + 10)}\">healthy {most}</text>\n");
        AddArea(picture, "old", track, axis, end, s => (s.NewPercent / 100, (s.NewPercent + s.OldPercent) / 100), traffic, Traffic);
        AddArea(picture, "new", track, axis, end, s => (0, s.NewPercent / 100), traffic, Traffic);
        AddArea(picture, "old", track, axis, end, s => ((double)s.NewReady / most, (double)(s.NewReady + s.OldReady) / most), instances, Instances);
        AddArea(picture, "new", track, axis, end, s => (0, (double)s.NewReady / most), instances, Instances);
        AddMarks(picture, track, entries, axis, top + Title, instances + Instances);
    }

    /// <summary>A staircase between two heights, each from 0 to 1, from below.</summary>
    private static void AddArea(StringBuilder picture, string name, ComponentTrack track, TimeAxis axis, TimeSpan end, Func<Sample, (double From, double To)> range, double top, double height)
    {
        for (var i = 0; i < track.Samples.Length; i++)
        {
            var (from, to) = range(track.Samples[i]);
            // How it was before, and how it is in the end, has a little room of its own.
            var start = i == 0 ? Left : axis.Of(track.Samples[i].At);
            var stop = i + 1 < track.Samples.Length ? axis.Of(track.Samples[i + 1].At) : axis.Of(end) + Aside;
            if (to > from && stop > start)
                picture.Append($"  <rect class=\"{name}\" x=\"{Number(start)}\" y=\"{Number(top + height * (1 - to))}\" width=\"{Number(stop - start)}\" height=\"{Number(height * (to - from))}\"/>\n");
        }
    }

    private static void AddMarks(StringBuilder picture, ComponentTrack track, TimelineEntry[] entries, TimeAxis axis, double top, double bottom)
    {
        var mine = Enumerable.Range(0, entries.Length).Where(i => entries[i].Component == track.Name).ToArray();
        // Numbers that would lie on each other are moved apart, first to the right, and back from the edge.
        var places = mine.Select(i => axis.Of(entries[i].At)).ToArray();
        for (var i = 1; i < places.Length; i++)
            places[i] = Math.Max(places[i], places[i - 1] + NumberWidth);
        var limit = Width - 12.0;
        for (var i = places.Length - 1; i >= 0; i--, limit -= NumberWidth)
            places[i] = Math.Min(places[i], limit);
        for (var i = 0; i < mine.Length; i++)
        {
            var entry = entries[mine[i]];
            var (at, place, tone) = (axis.Of(entry.At), places[i], ToneOf(entry.Kind));
            picture.Append($"  <path class=\"tick{tone}\" fill=\"none\" d=\"M{Number(place)},{Number(top + 14)} L{Number(at)},{Number(top + Numbers)} V{Number(bottom)}\"/>");
            picture.Append(CultureInfo.InvariantCulture, $"<circle class=\"mark{tone}\" cx=\"{Number(place)}\" cy=\"{Number(top + 8)}\" r=\"7.5\"/><text class=\"number\" x=\"{Number(place)}\" y=\"{Number(top + 11.5)}\">{mine[i] + 1}</text>\n");
        }
    }

    private static void AddLine(StringBuilder picture, TimelineEntry entry, int number, double y, bool named)
    {
        var text = (named && entry.Component is { } component ? $"{component}: " : "") + entry.Text;
        picture.Append(CultureInfo.InvariantCulture, $"  <circle class=\"mark{ToneOf(entry.Kind)}\" cx=\"28\" cy=\"{Number(y - 4)}\" r=\"7.5\"/><text class=\"number\" x=\"28\" y=\"{Number(y - 0.5)}\">{number}</text>");
        picture.Append($"<text class=\"time\" x=\"148\" y=\"{Number(y)}\">{Time(entry.At)}</text><text x=\"162\" y=\"{Number(y)}\">{Escaped(Shortened(text, MostLetters))}</text>\n");
    }

    private static string ToneOf(EntryKind kind) => kind switch
    {
        EntryKind.Injected or EntryKind.Noticed or EntryKind.NotRestored or EntryKind.Waits => " bad",
        EntryKind.Live or EntryKind.TrafficBack or EntryKind.Restored or EntryKind.Removed or EntryKind.Verified => " good",
        _ => "",
    };
}
