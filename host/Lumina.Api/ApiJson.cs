using System.Text.Json.Serialization;

namespace Lumina.Api;

/// <summary>How all of it is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(HostEndpoint))]
[JsonSerializable(typeof(HostHealth))]
[JsonSerializable(typeof(HostPresence))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(PlanSubmission))]
[JsonSerializable(typeof(Preview))]
[JsonSerializable(typeof(RehearsalRequest))]
[JsonSerializable(typeof(RehearsalReport))]
[JsonSerializable(typeof(DeploymentRequest))]
[JsonSerializable(typeof(DeploymentAccepted))]
[JsonSerializable(typeof(DeploymentDetail))]
[JsonSerializable(typeof(DeploymentDecisions))]
[JsonSerializable(typeof(PolicyStatus))]
[JsonSerializable(typeof(SecretStoreStatus[]))]
[JsonSerializable(typeof(DecisionExplanation))]
[JsonSerializable(typeof(DeploymentSummary[]))]
[JsonSerializable(typeof(DeploymentEvent))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(AlarmNotice))]
[JsonSerializable(typeof(AlarmAnswer))]
[JsonSerializable(typeof(StandingAlarm[]))]
[JsonSerializable(typeof(PlanStatus[]))]
[JsonSerializable(typeof(SecretsInUse))]
[JsonSerializable(typeof(ComponentConfigurations))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(TargetHealth[]))]
[JsonSerializable(typeof(SiloInfo[]))]
[JsonSerializable(typeof(ShutdownRequest))]
[JsonSerializable(typeof(ShutdownAnswer))]
[JsonSerializable(typeof(JournalReport))]
[JsonSerializable(typeof(JournalOverview))]
[JsonSerializable(typeof(ArchiveRequest))]
[JsonSerializable(typeof(ArchiveAnswer))]
public sealed partial class ApiJson : JsonSerializerContext;
