using System.Globalization;
using System.Text.Json;
using Lumina.Api;
using Lumina.Deployments.Alarms;
using Lumina.Deployments.Records;
using Lumina.Host.Api;
using Lumina.Journal;
using Microsoft.AspNetCore.Http.Features;
using StandingAlarm = Lumina.Api.StandingAlarm;

namespace Lumina.Host.Alarms;

/// <summary>Takes alarms from outside in, and says what became of each.</summary>
internal sealed class AlarmDesk(IGrainFactory grains, IJournal journal)
{
    private const long LargestMessage = 1024 * 1024;
    private const string Firing = "firing", Resolved = "resolved";

    public async Task<IResult> HearAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestMessage;
        using var message = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var notices = AlarmReader.Read(message.RootElement);
        var isOurs = !message.RootElement.TryGetProperty("alerts", out _);
        if (isOurs && Malformed(notices[0]) is { } wrong)
            return Problems.BadRequest(wrong);

        // What still fires somewhere is not resolved because it is so elsewhere.
        var firing = notices.Where(n => n.State == Firing).Select(KeyOf).ToHashSet();
        var results = new List<AlarmResult>();
        foreach (var notice in notices)
        {
            results.Add(Malformed(notice) is { } lacks ? Say(notice, "ignored", lacks)
                : notice.State == Resolved && firing.Contains(KeyOf(notice)) ? Say(notice, "ignored", "It is resolved for one and still fires for another.")
                : await HearAsync(notice));
        }
        return Results.Json(new AlarmAnswer(results), ApiJson.Default.AlarmAnswer);
    }

    /// <summary>Those that fire now.</summary>
    public async Task<StandingAlarm[]> StandingAsync(string? plan, string? environment, CancellationToken cancellationToken)
    {
        var standing = new List<StandingAlarm>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.AlarmPrefix + (environment is null ? "" : environment + "/"), cancellationToken))
        {
            var of = Streams.AlarmsOf(head.Stream);
            if (plan is null || of.Plan == plan)
                standing.AddRange(DeploymentStreams.ReadAlarms(head).Standing.Select(a => new StandingAlarm(of.Environment, of.Plan, a.Component, a.Name, a.Message, a.Source, a.Since)));
        }
        return [.. standing];
    }

    private async Task<AlarmResult> HearAsync(AlarmNotice notice)
    {
        var grain = grains.GetGrain<IAlarmGrain>(Streams.AlarmsOf(notice.Environment!, notice.Plan!)); // Malformed has looked at both.
        var outcome = await grain.HearAsync(new AlarmOrder(
            notice.Name!, notice.Component, notice.State == Firing, notice.Message, notice.Source, notice.StartsAt?.ToUniversalTime()));
        return outcome.Reply switch
        {
            AlarmReply.Unknown => Say(notice, "unknown", $"Nothing is known of {About(notice)}: it is not recorded."),
            AlarmReply.TakingBack => Say(notice, "taking-back", $"{outcome.Deployment} is taken back: {string.Join(", ", outcome.Components)} failed by it.", outcome.Deployment),
            AlarmReply.Older => Say(notice, "older", $"It is recorded. It fires since before {outcome.Deployment} began, so that it fails nothing; lumina cancel {outcome.Deployment} would.", outcome.Deployment),
            AlarmReply.Recorded => Say(notice, "recorded", "It is recorded. Nothing is on its way that it could fail." + Undo(notice, outcome), outcome.Deployment),
            _ => Say(notice, "resolved", "It fires no longer."),
        };
    }

    private static string Undo(AlarmNotice notice, AlarmOutcome outcome) => outcome is { KeptBy: { } component, KeptUntil: { } until }
        ? string.Create(CultureInfo.InvariantCulture, $" What ran before {component} stands by until {until:yyyy-MM-dd HH:mm:ss} UTC: lumina rollback {component} --env {notice.Environment} goes back to it at once.")
        : $" lumina rollback --env {notice.Environment} goes back to what ran before.";

    private static (string?, string?, string?, string?) KeyOf(AlarmNotice notice) => (notice.Environment, notice.Plan, notice.Component, notice.Name);

    private static AlarmResult Say(AlarmNotice notice, string outcome, string message, string? deployment = null) =>
        new(notice.Name, notice.Environment, notice.Plan, notice.Component, notice.State ?? "", outcome, message, deployment);

    private static string About(AlarmNotice notice) => notice.Component is { } component
        ? $"'{component}' of {notice.Plan} in {notice.Environment}"
        : $"{notice.Plan} in {notice.Environment}";

    private static string? Malformed(AlarmNotice notice) =>
        !DeploymentDesk.IsName(notice.Environment) || !DeploymentDesk.IsName(notice.Plan) ? "An alarm names an environment and a plan: for Alertmanager, the labels environment and plan."
        : notice.Component is { } component && !DeploymentDesk.IsName(component) ? "The alarm's component is no name of one."
        : string.IsNullOrWhiteSpace(notice.Name) || notice.Name.Length > 200 || notice.Name.Any(char.IsControl) ? "An alarm has a name of 1 to 200 characters: for Alertmanager, the label alertname."
        : notice.State is not (Firing or Resolved) ? "An alarm's state is firing or resolved."
        : notice.Message is { Length: > 2000 } ? "An alarm's message has at most 2000 characters."
        : notice.Source is { Length: > 200 } ? "An alarm's source has at most 200 characters."
        : null;
}
