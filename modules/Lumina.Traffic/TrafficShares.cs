using System.Collections.Immutable;

namespace Lumina.Traffic;

/// <summary>How requests are shared between the revisions behind a route.</summary>
/// <param name="ByInstance">Whether every instance of every listed revision gets the same share; weights are not looked at then.</param>
/// <param name="Revisions">Who takes part. A revision that is not listed gets nothing, one with weight 0 neither.</param>
public sealed record TrafficShares(bool ByInstance, ImmutableArray<RevisionShare> Revisions);

/// <summary>A revision's share of the requests.</summary>
/// <param name="Revision">The revision's number.</param>
/// <param name="Weight">Its share in relation to the others', 0 to 1,000,000.</param>
public readonly record struct RevisionShare(int Revision, int Weight);

/// <summary>An instance that can take requests.</summary>
/// <param name="Instance">Its id, unique within the route.</param>
/// <param name="Revision">The revision that it runs.</param>
/// <param name="Port">Where it listens, on loopback.</param>
public sealed record Backend(string Instance, int Revision, int Port);
