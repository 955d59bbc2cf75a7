using System.Globalization;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Rehearsal.Injecting;

namespace Lumina.Rehearsal.Tests;

/// <summary>From a plan's text to its timeline.</summary>
internal static class Rehearsed
{
    public static Task<Timeline> Of(string text, params string[] injections) => RunAsync(Order(text, injections));

    public static Task<Timeline> RunAsync(RehearsalOrder order) => Rehearsals.RunAsync(order, CancellationToken.None);

    public static RehearsalOrder Order(string text, params string[] injections)
    {
        var compiled = PlanCompiler.Compile(new PlanInputs("test.deploy", text));
        Assert.Empty(compiled.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        var plan = compiled.PlanFor(compiled.DefaultEnvironment);
        Assert.NotNull(plan);
        return new RehearsalOrder { Plan = plan, Directory = "/", Injections = [.. injections.Select(Read)] };
    }

    /// <summary>A plan of one component.</summary>
    public static string Web(string strategy, string more = "", int replicas = 4) => $$"""
        plan shop { version = "2.0" }
        environment development { target process }
        component web {
          command  = "run"
          port     = 8000
          replicas = {{replicas}}
          {{more}}
          strategy {{strategy}}
        }
        """;

    public const string Check = "check errors { metric = error_rate  max = 1%  every = 10s }";

    public const string Canary = $$"""
        canary {
            step 10% for 5m
            step 50% for 5m
            {{Check}}
          }
        """;

    /// <summary>Lines of a timeline: <c>0.00 web step: step 1 of 3</c>.</summary>
    public static IEnumerable<string> Lines(this Timeline timeline) => timeline.Entries.Select(e =>
        string.Create(CultureInfo.InvariantCulture, $"{e.At.TotalSeconds:0.00} {e.Component} {e.Kind}: {e.Text} [{e.Sample?.NewPercent}/{e.Sample?.OldPercent} {e.Sample?.NewReady}/{e.Sample?.OldReady}]"));

    public static TimelineEntry First(this Timeline timeline, EntryKind kind, string? component = null) =>
        timeline.Entries.First(e => e.Kind == kind && (component is null || e.Component == component));

    private static Injection Read(string text)
    {
        var read = InjectionText.Read(text);
        Assert.Null(read.Problem);
        return read.Injection!;
    }
}
