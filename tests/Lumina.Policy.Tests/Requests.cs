using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Policy.Tests;

/// <summary>Questions to policy.</summary>
internal static class Requests
{
    /// <summary>A Friday.</summary>
    public static readonly DateTimeOffset Now = new(2027, 1, 29, 12, 0, 0, TimeSpan.Zero);

    public static ComponentSpec Web { get; } = new()
    {
        Name = "web",
        Version = "1.4.0",
        Target = new() { Kind = "kubernetes", Options = Map(("namespace", "lumina")) },
        Image = "ghcr.io/lumina/web:latest",
        Port = 8080,
        Replicas = 3,
        Config = Map(("LOG_LEVEL", "info"), ("URL", "http://core:8000")),
        Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("KEY", new VaultSecret { Path = "lumina/web", Key = "key", Version = 3 }),
        DependsOn = ["core"],
        Health = new() { Kind = HealthKind.Http, Path = "/health", StartWithin = TimeSpan.FromMilliseconds(1500) },
        Resources = new() { Cpu = 500, Memory = 512L << 20 },
        Scale = new() { Min = 2, Max = 6, Cpu = 70 },
        Strategy = new CanarySpec
        {
            Steps = [new() { Weight = 25, For = TimeSpan.FromMinutes(2) }, new() { Weight = 50.5m }],
            Checks = [new() { Name = "errors", Metric = "error_rate", Max = 1 }],
        },
    };

    public static ComponentSpec Core { get; } = new() { Name = "core", Target = new() { Kind = "process" }, Command = ["core", "--port"], Port = 8000 };

    public static PolicyRequest Of(params ComponentSpec[] wanted) => Between([], wanted);

    public static PolicyRequest Between(ComponentSpec[] running, ComponentSpec[] wanted)
    {
        var plan = new Plan
        {
            Name = "lumina",
            Version = "1.4.0",
            Owner = "platform",
            Environment = new()
            {
                Name = "production",
                Target = new() { Kind = "kubernetes" },
                After = "staging",
                Soak = TimeSpan.FromHours(1),
                Approval = new() { From = ["release-managers"], Count = 2 },
                Freezes = [new() { From = new(DayOfWeek.Friday, new(18, 0)), To = new(DayOfWeek.Monday, new(6, 0)), TimeZone = "Europe/Berlin" }],
            },
            Components = [.. wanted.OrderBy(c => c.Name, StringComparer.Ordinal)],
            Infrastructure = [new() { Name = "network", Terraform = new() { Directory = "infra", Variables = Map(("region", "eu")) } }],
        };
        return new()
        {
            Moment = PolicyMoment.Plan,
            Plan = plan,
            Changes = ChangePlanner.Compare(plan, "/srv", [.. running.Select(spec => new RunningComponent(7, spec, "/srv"))]),
            Running = running.ToImmutableSortedDictionary(spec => spec.Name, spec => spec, StringComparer.Ordinal),
            Deployment = new() { Kind = "apply", Actor = "anna", Reason = "release 1.4" },
            Now = Now,
        };
    }

    private static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
}
