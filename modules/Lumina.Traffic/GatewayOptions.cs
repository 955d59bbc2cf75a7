namespace Lumina.Traffic;

/// <summary>How a gateway behaves.</summary>
public sealed record GatewayOptions
{
    /// <summary>How long a request waits for a healthy instance before it is answered with 503.</summary>
    public TimeSpan WaitForInstance { get; init; } = TimeSpan.FromSeconds(2);
}
