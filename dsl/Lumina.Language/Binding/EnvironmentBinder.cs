using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Environments: where components run, and what has to be so before anything is deployed there.</summary>
internal sealed class EnvironmentBinder(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    public EnvironmentSpec Bind(EnvironmentSymbol symbol)
    {
        var settings = symbol.Settings;
        return new EnvironmentSpec
        {
            Name = symbol.Name,
            Target = settings.Section("target") is { } target ? new TargetBinder(evaluator).Bind(target) : PlanSymbols.Implied.Target,
            After = symbol.After?.Name,
            Soak = settings.Relation("after")?.Tails is [var soak] ? new ValueReader(evaluator).Duration(soak.Value, "'soak'", mayBeZero: true) ?? TimeSpan.Zero : TimeSpan.Zero,
            Approval = settings.Section("approval") is { } approval ? new ApprovalBinder(evaluator).Bind(approval) : null,
            Freezes = [.. settings.Phrases("freeze").Select(BindFreeze).OfType<FreezeSpec>()],
            OnConflict = new SettingsReader(settings, evaluator).Word("on_conflict", Words.Conflicts) switch
            {
                "queue" => OnConflict.Queue,
                "supersede" => OnConflict.Supersede,
                _ => OnConflict.Refuse,
            },
        };
    }

    private FreezeSpec? BindFreeze(PhraseSyntax freeze)
    {
        var ends = freeze.Tails.First(t => t.Word == "to").Value;
        var (from, to) = (BindMoment(freeze.Value), BindMoment(ends));
        var zone = freeze.Tails.FirstOrDefault(t => t.Word == "in") is { } tail ? BindZone(tail.Value) : "UTC";
        if (from is not { } start || to is not { } end || zone is null)
            return null;
        if (start == end)
            Diagnostics.Add(ValueFindings.BadText(Diagnostics.Locate(ends.Span), $"This freeze begins and ends at the same moment, {start}."));
        return new FreezeSpec { From = start, To = end, TimeZone = zone };
    }

    private WeekTime? BindMoment(ExpressionSyntax written)
    {
        if (new ValueReader(evaluator).Text(written, "'freeze'") is not { } text)
            return null;
        if (WeekTime.TryParse(text) is { } moment)
            return moment;
        var at = Diagnostics.Locate(written.Span);
        var shown = text.Length > 40 ? text[..40] + "…" : text;
        Diagnostics.Add(ValueFindings.BadText(at, $"A freeze begins and ends at a day and a time such as Fri 18:00; this is '{shown}'.",
            written is LiteralSyntax && Meant(text) is { } meant ? new TextFix($"write \"{meant}\"", at.Start, at.Length, $"\"{meant}\"") : null));
        return null;
    }

    /// <summary><c>friday 6:00</c> as <c>Fri 06:00</c>; null when it can't be told.</summary>
    private static WeekTime? Meant(string text)
    {
        if (text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) is not [{ Length: >= 3 } day, var time])
            return null;
        var name = WeekTime.Days.FirstOrDefault(d => day.StartsWith(d, StringComparison.OrdinalIgnoreCase));
        return name is not null && TimeOnly.TryParseExact(time, ["H:mm", "HH:mm", "HH", "h:mmtt", "htt"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? WeekTime.TryParse($"{name} {at.ToString("HH:mm", CultureInfo.InvariantCulture)}")
            : null;
    }

    private string? BindZone(ExpressionSyntax written)
    {
        if (new ValueReader(evaluator).Text(written, "'in'") is not { } name)
            return null;
        if (TimeZones.IsKnown(name))
            return name;
        var at = Diagnostics.Locate(written.Span);
        var near = Diagnostics.Nearest(name, TimeZones.All);
        var fix = near is not null && written is LiteralSyntax ? new TextFix($"write \"{near}\"", at.Start, at.Length, $"\"{near}\"") : null;
        Diagnostics.Add(ValueFindings.UnknownTimeZone(at, name.Length > 40 ? name[..40] + "…" : name, near, fix));
        return null;
    }
}

/// <summary>Approvals, of environments and of gates.</summary>
internal sealed class ApprovalBinder(Evaluator evaluator)
{
    public ApprovalSpec Bind(SectionSettings approval)
    {
        var read = new SettingsReader(approval.Settings, evaluator);
        var diagnostics = evaluator.Diagnostics;
        var from = read.Names("from");
        if (approval.Settings.Property("from") is null && !approval.Settings.HasUnknown)
            diagnostics.Add(ValueFindings.MissingProperty(diagnostics.Locate(approval.KindSpan), "An approval needs those who give it: write from = [\"…\"]."));
        else if (from is { Length: 0 })
            diagnostics.Add(ValueFindings.BadText(diagnostics.Locate(approval.Settings.Properties["from"].Value.Span), "Nobody could give this approval: from is empty."));
        var spec = new ApprovalSpec { From = from ?? ImmutableArray<string>.Empty };
        return spec with { Count = read.Int("count", 1, 100) ?? spec.Count, Expires = read.Duration("expires") ?? spec.Expires };
    }
}
