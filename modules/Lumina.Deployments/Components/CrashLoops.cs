using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Components;

/// <summary>Instances that come up, and end, and come up: the target starts them again for ever, and each look may meet them healthy. What is counted is in
/// memory; after a crash of the host it is counted anew, so that one is noticed later.</summary>
internal sealed class CrashLoops
{
    /// <summary>So many times an instance that was healthy once may end; with the last one the revision has failed.</summary>
    public const int Most = 3;

    private readonly Dictionary<string, int> _before = new(StringComparer.Ordinal);

    /// <summary>An instance that has ended too often since it was first seen healthy; null when none has.</summary>
    public ObservedInstance? Find(IEnumerable<ObservedInstance> instances)
    {
        foreach (var instance in instances)
        {
            // What it took to come up for the first time is a matter of its health's start_within.
            if (_before.TryGetValue(instance.Id, out var restarts))
            {
                if (instance.Restarts - restarts >= Most)
                    return instance;
            }
            else if (instance.Phase == InstancePhase.Healthy)
            {
                _before[instance.Id] = instance.Restarts;
            }
        }
        return null;
    }
}
