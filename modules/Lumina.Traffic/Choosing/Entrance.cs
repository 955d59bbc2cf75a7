namespace Lumina.Traffic.Choosing;

/// <summary>What stands behind a port; every connection carries the one that it came through.</summary>
/// <param name="Route">Whose instances.</param>
/// <param name="Only">For a preview: the one revision that is reachable there; null for a stable address.</param>
internal sealed record Entrance(GatewayRoute Route, int? Only);
