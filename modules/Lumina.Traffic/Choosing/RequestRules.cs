using System.Collections.Immutable;
using Lumina.Traffic.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Lumina.Traffic.Choosing;

/// <summary>What a route does with single requests, worked out once when it is told. Immutable.</summary>
internal sealed class RequestRules
{
    /// <summary>Every request is like every other.</summary>
    public static readonly RequestRules None = new(null, null);

    private readonly ImmutableArray<ChosenRequests> _chosen;
    private readonly StickyCookie? _cookie;
    private readonly ImmutableArray<KeptRevision> _kept;

    /// <param name="shares">What the route was told.</param>
    /// <param name="cookie">The route's cookie.</param>
    public RequestRules(TrafficShares? shares, StickyCookie? cookie)
    {
        _chosen = shares?.Chosen is { IsDefault: false } chosen ? chosen : [];
        Mirror = shares?.Mirror;
        _cookie = shares is { Sticky: true } ? cookie : null;
        _kept = shares is { Sticky: true } && cookie is not null
            ? [.. shares.Revisions.Where(share => shares.Gives(share.Revision)).Select(share =>
                new KeptRevision(share.Revision, cookie.TokenOf(share.Revision), new ForwardedHeaders(cookie.SetFor(share.Revision))))]
            : [];
    }

    public MirrorShare? Mirror { get; }

    /// <summary>Where a request should go; the shares decide when it is not said, or when nobody is there.</summary>
    public Preference For(HttpRequest request)
    {
        foreach (var chosen in _chosen)
        {
            if (Fits(chosen, request))
                return new Preference(chosen.Revision, IsChosen: true);
        }

        if (_cookie is not null && request.Cookies[_cookie.Name] is { } token)
        {
            foreach (var kept in _kept)
            {
                if (kept.Token == token)
                    return new Preference(kept.Revision, IsChosen: false);
            }
        }

        return default;
    }

    /// <summary>What makes the answer of a revision: with its cookie, unless the client has it, or was sent there by what it asked.</summary>
    public ForwardedHeaders HeadersFor(int revision, Preference preference)
    {
        if (!preference.IsChosen && preference.Revision != revision)
        {
            foreach (var kept in _kept)
            {
                if (kept.Revision == revision)
                    return kept.Headers;
            }
        }

        return ForwardedHeaders.Plain;
    }

    private static bool Fits(ChosenRequests chosen, HttpRequest request)
    {
        if (chosen.Header is not null)
        {
            if (!request.Headers.TryGetValue(chosen.Header, out var values))
                return false;
            if (chosen.Value is null)
                return true;
            foreach (var value in values)
            {
                if (value == chosen.Value)
                    return true;
            }

            return false;
        }

        return chosen.Cookie is not null && request.Cookies.TryGetValue(chosen.Cookie, out var cookie)
            && (chosen.Value is null || cookie == chosen.Value);
    }

    private sealed record KeptRevision(int Revision, string Token, ForwardedHeaders Headers);
}

/// <summary>Where a request should go.</summary>
/// <param name="Revision">The revision; null when it is all the same.</param>
/// <param name="IsChosen">Whether the request asks for it, rather than having been there before.</param>
internal readonly record struct Preference(int? Revision, bool IsChosen);
