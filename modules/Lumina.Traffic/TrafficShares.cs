using System.Collections.Immutable;

namespace Lumina.Traffic;

/// <summary>How requests are shared between the revisions behind a route.</summary>
/// <param name="ByInstance">Whether every instance of every listed revision gets the same share; weights are not looked at then.</param>
/// <param name="Revisions">Who takes part. A revision that is not listed gets nothing, one with weight 0 neither.</param>
public sealed record TrafficShares(bool ByInstance, ImmutableArray<RevisionShare> Revisions)
{
    /// <summary>Requests that go to one revision whatever the shares are, as long as it has an instance. The first that fits counts.</summary>
    public ImmutableArray<ChosenRequests> Chosen { get; init; } = [];

    /// <summary>Who gets a copy of requests; null for nobody.</summary>
    public MirrorShare? Mirror { get; init; }

    /// <summary>Whether a client stays with the revision that it was given first, as long as that one has a share.</summary>
    public bool Sticky { get; init; }

    /// <summary>Whether the shares give a revision anything.</summary>
    internal bool Gives(int revision)
    {
        foreach (var share in Revisions)
        {
            if (share.Revision == revision)
                return ByInstance || share.Weight > 0;
        }

        return false;
    }
}

/// <summary>A revision's share of the requests.</summary>
/// <param name="Revision">The revision's number.</param>
/// <param name="Weight">Its share in relation to the others', 0 to 1,000,000.</param>
public readonly record struct RevisionShare(int Revision, int Weight);

/// <summary>Requests that are meant for one revision.</summary>
/// <param name="Header">A header's name; null when a cookie is meant.</param>
/// <param name="Cookie">A cookie's name; null when a header is meant.</param>
/// <param name="Value">The value that it must have; null for any.</param>
/// <param name="Revision">Where they go.</param>
public sealed record ChosenRequests(string? Header, string? Cookie, string? Value, int Revision);

/// <summary>A copy of requests.</summary>
/// <param name="Revision">Who gets it.</param>
/// <param name="Percent">Of how many of a hundred requests, 1 to 100.</param>
public sealed record MirrorShare(int Revision, int Percent);

/// <summary>An instance that can take requests.</summary>
/// <param name="Instance">Its id, unique within the route.</param>
/// <param name="Revision">The revision that it runs.</param>
/// <param name="Port">Where it listens, on loopback.</param>
public sealed record Backend(string Instance, int Revision, int Port);
