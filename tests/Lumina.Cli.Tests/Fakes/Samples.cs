using Lumina.Api;
using Lumina.Language.Plans;

namespace Lumina.Cli.Tests.Fakes;

/// <summary>What a host says of the platform's plan.</summary>
internal static class Samples
{
    public const string Id = "dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F";
    public const string Deployments = "POST /api/v1/deployments";
    public const string StatusOfDevelopment = "GET /api/v1/status?plan=lumina&environment=development";
    public const string Detail = "GET /api/v1/deployments/" + Id;

    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static string Events(long after) => $"{Detail}/events?after={after}&follow=true";

    public static DeploymentSummary Summary(string state, double seconds = 3.2, string kind = "apply", string? reason = null) => new(
        Id, kind, "lumina", "development", state, state is "succeeded" or "rolled-back" or "failed" or "refused" or "cancelled" or "superseded", "1.4.1",
        "sha256:0123456789abcdef", "ada", reason, Noon, Noon.AddSeconds(seconds), seconds, 2);

    public static ComponentResult Component(string name, string state, string? outcome = null, int step = 1, double seconds = 1.1) =>
        new(name, "update", outcome, state, step, 2, "1.4.0", "1.4.1", 3, 4, seconds, null, null);

    public static ComponentResult Failing => Component("core", "restored", "restored", 1, 2.5) with
    {
        Reason = "the health check failed 3 times in a row",
        Evidence = new("core-4-1", "GET /health answered 500 Internal Server Error", ["starting", "the database is not there"]),
    };

    public static Preview Changing => new(
        "lumina", "development", "sha256:aa", "sha256:bb",
        [
            new("core", "update", "1.4.0", "1.4.1",
                [
                    new("image", "lumina/core:1.4.0", "lumina/core:1.4.1") { Origin = new("lumina.deploy", 94, null, null, [new("version", "--param")]) },
                    new("replicas", "2", "6") { Origin = new("lumina.deploy", 112, "production", null, []) },
                    new("config LUMINA_LOG_LEVEL", "debug", null),
                    new("health path", "/health", "/live") { Origin = new("shared/base.deploy", 3, null, "service", []) },
                    new("strategy batch", "2", "1") { Origin = new(null, 0, null, null, []) },
                ]) { FromRevision = 3 },
            new("memory", "unchanged", "1.4.0", "1.4.0", []) { FromRevision = 1 },
            new("web", "create", null, "1.4.1", [new("port", null, "8080") { Origin = new("lumina.deploy", 120, null, null, [new("base_port", "default")]) }]),
        ],
        [["core"], ["web"]], [])
    {
        Expected = new(12.5, ["core"], ["web"]),
    };

    public static Preview NoChanges => Changing with
    {
        Changes = [.. Changing.Changes.Select(change => change with { Action = "unchanged", Values = [] })],
        Groups = [],
    };

    public static DeploymentDetail Succeeded => new(
        Summary("succeeded"),
        [
            Component("core", "live", "live"), Component("memory", "unchanged", "unchanged", 0, 0) with { Action = "unchanged" },
            Component("web", "live", "live", 2, 0.9) with { Action = "create", FromVersion = null },
        ]);

    public static DeploymentDetail RolledBack => new(
        Summary("rolled-back", 7.5, reason: "core failed"),
        [Failing, Component("web", "skipped", "skipped", 0, 0) with { Action = "create", FromVersion = null }]);

    public static PlanStatus Running => new(
        "lumina", "development", Id, "succeeded",
        [
            new("core", "live", 3, "1.4.0", "lumina/core:1.4.0", 2, 2, 0, "http://127.0.0.1:8000", [new(3, 100)], Noon, [], null),
            new("web", "degraded", 12, "1.4.0", null, 1, 2, 3, "http://127.0.0.1:8080", [new(12, 100)], Noon.AddDays(-1), [],
                "web-12-2 ended with exit code 1 and is started again"),
        ]);

    public static DeploymentEvent Of(long position, ComponentResult component) =>
        new(position, Noon.AddMilliseconds(position * 100), "component-moved", "…", null, component);

    public static DeploymentEvent Of(long position, DeploymentSummary summary) =>
        new(position, Noon.AddMilliseconds(position * 100), "deployment-moved", "…", summary, null);

    public static ComponentSpec Spec(string name, params string[] dependsOn) =>
        new() { Name = name, Target = new() { Kind = "process" }, DependsOn = [.. dependsOn] };

    /// <summary>A host that takes a deployment which succeeds.</summary>
    public static FakeHost Succeeds(this FakeHost host) => host
        .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted, System.Net.HttpStatusCode.Created)
        .Stream(
            Events(0),
            [
                Of(1, Summary("running", 0)), Of(2, Component("core", "rolling-out")), Of(3, Component("core", "rolling-out", null, 2)),
                Of(4, Component("core", "live", "live", 2)), Of(5, Component("web", "live", "live", 2)), Of(6, Summary("succeeded")),
            ],
            ApiJson.Default.DeploymentEvent)
        .Answer(Detail, Succeeded, ApiJson.Default.DeploymentDetail)
        .Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);
}
