namespace Lumina.Traffic;

/// <summary>How a gateway behaves.</summary>
public sealed record GatewayOptions
{
    /// <summary>How long a request waits for a healthy instance before it is answered with 503.</summary>
    public TimeSpan WaitForInstance { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest body, in bytes, that is copied to a mirror; a request with a larger one is not copied.</summary>
    public int MirroredBodyAtMost { get; init; } = 64 * 1024;

    /// <summary>How many copies of a route may be on their way at once; more are dropped, and counted.</summary>
    public int MirrorsAtOnce { get; init; } = 64;

    /// <summary>How long a copy may take, its answer included, before it is given up.</summary>
    public TimeSpan MirrorWithin { get; init; } = TimeSpan.FromSeconds(10);
}
