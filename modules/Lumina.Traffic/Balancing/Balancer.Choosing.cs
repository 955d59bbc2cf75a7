namespace Lumina.Traffic.Balancing;

/// <summary>Who takes the next request. All of it under the lock.</summary>
internal sealed partial class Balancer
{
    private Destination? ChooseByWeight(TrafficShares shares, ReadOnlySpan<Destination?> tried)
    {
        Destination? chosen = null;
        var chosenIndex = -1;
        long total = 0;
        for (var i = 0; i < shares.Revisions.Length; i++)
        {
            var (revision, weight) = shares.Revisions[i];
            if (weight <= 0 || LeastBusy(revision, tried) is not { } candidate)
                continue;
            total += weight;
            _credit[i] += weight;
            if (chosenIndex >= 0 && _credit[i] <= _credit[chosenIndex])
                continue;
            chosen = candidate;
            chosenIndex = i;
        }

        if (chosenIndex >= 0)
            _credit[chosenIndex] -= total;
        return chosen;
    }

    private Destination? ChooseByInstance(ReadOnlySpan<Destination?> tried)
    {
        Destination? best = null;
        foreach (var destination in _destinations)
        {
            if (IsListed(destination.Backend.Revision) && IsBetter(destination, best, tried))
                best = destination;
        }

        return best;
    }

    private Destination? LeastBusy(int revision, ReadOnlySpan<Destination?> tried)
    {
        Destination? best = null;
        foreach (var destination in _destinations)
        {
            if (destination.Backend.Revision == revision && IsBetter(destination, best, tried))
                best = destination;
        }

        return best;
    }

    private static bool IsBetter(Destination destination, Destination? best, ReadOnlySpan<Destination?> tried)
    {
        if (destination.Drained is not null)
            return false;
        foreach (var before in tried)
        {
            if (ReferenceEquals(before, destination))
                return false;
        }

        return best is null
            || destination.InFlight < best.InFlight
            || (destination.InFlight == best.InFlight && destination.LastTurn < best.LastTurn);
    }

    private bool IsListed(int revision)
    {
        if (_shares is null)
            return true;
        foreach (var share in _shares.Revisions)
        {
            if (share.Revision == revision)
                return true;
        }

        return false;
    }
}
