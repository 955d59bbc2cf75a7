using Lumina.Deployments.Targets;

namespace Lumina.Agent;

/// <summary>What the agent writes into its log: events 3000 to 3099.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(3000, LogLevel.Information, "Agent {Id} answers on {Url}, process {ProcessId}")]
    public static partial void Answers(this ILogger logger, string id, string url, int processId);

    [LoggerMessage(3001, LogLevel.Information, "{Instance}: process {ProcessId} started")]
    public static partial void Started(this ILogger logger, string instance, int processId);

    [LoggerMessage(3002, LogLevel.Information, "{Instance}: process {ProcessId} adopted")]
    public static partial void Adopted(this ILogger logger, string instance, int processId);

    [LoggerMessage(3003, LogLevel.Information, "{Instance}: {Phase} ({Answer})")]
    public static partial void PhaseChanged(this ILogger logger, string instance, InstancePhase phase, string? answer);

    [LoggerMessage(3004, LogLevel.Warning, "{Instance}: process {ProcessId} {End}")]
    public static partial void Ended(this ILogger logger, string instance, int processId, string end);

    [LoggerMessage(3005, LogLevel.Warning, "{Instance}: killed, because it did not stop in time")]
    public static partial void Killed(this ILogger logger, string instance);

    [LoggerMessage(3006, LogLevel.Error, "The record of {Instance} could not be written; a successor will find it by its markers")]
    public static partial void RecordNotWritten(this ILogger logger, Exception exception, string instance);

    [LoggerMessage(3007, LogLevel.Error, "{Problem}")]
    public static partial void StateDamaged(this ILogger logger, string problem);

    [LoggerMessage(3008, LogLevel.Error, "{Component}: port {Port} can't be served: {Problem}")]
    public static partial void PortNotServed(this ILogger logger, ComponentKey component, int port, string problem);

    [LoggerMessage(3009, LogLevel.Information, "{Operation} of {Component}: {Outcome} {Reason}")]
    public static partial void Answered(this ILogger logger, string operation, ComponentKey component, TargetOutcome outcome, string? reason);

    [LoggerMessage(3010, LogLevel.Error, "The log {File} could not be rotated")]
    public static partial void LogNotRotated(this ILogger logger, Exception exception, string file);

    [LoggerMessage(3011, LogLevel.Error, "{What} failed")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string what);

    [LoggerMessage(3012, LogLevel.Information, "The agent ends; what it has started runs on")]
    public static partial void Ends(this ILogger logger);

    [LoggerMessage(3013, LogLevel.Error, "The log {File} of an ended instance could not be deleted")]
    public static partial void LogNotDeleted(this ILogger logger, Exception exception, string file);

    [LoggerMessage(3015, LogLevel.Warning, "{Component}, revision {Revision}: {TooShort}")]
    public static partial void TooShort(this ILogger logger, ComponentKey component, int revision, string tooShort);

    [LoggerMessage(3014, LogLevel.Error, "{Component}: a preview can't be served: {Problem}")]
    public static partial void PreviewNotServed(this ILogger logger, ComponentKey component, string problem);
}
