using System.Collections.Immutable;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Agent.Supervision;

/// <content>What its instances get beside what is in their specification.</content>
internal sealed partial class Component
{
    private (HashSet<int> Revisions, HashSet<string> Pipes)? _needed;

    /// <summary>The way to the log for a process of an instance whose revision has secrets; null when it writes into its log itself.</summary>
    public LogPipe? PipeOf(InstanceRecord record) => Contents.HasSecrets(record.Revision) ? new LogPipe(_agent, Key, _store, record) : null;

    public string Redact(int revision, string text, bool isCut)
    {
        const string notShown = "not shown: its secrets can't be told from it";
        lock (_gate)
        {
            // Of one that has secrets which are lost, or can't be read, nobody knows what to take out.
            if (Contents.Find(revision) is null && Find(revision)?.Spec.SecretReferences().Any() == true)
                return notShown;
            try
            {
                return Contents.RedactorOf(revision).Redact(text, isCut);
            }
            catch (InvalidDataException)
            {
                return notShown;
            }
        }
    }

    /// <summary>What a health command gets, as its instance did, and where its output goes.</summary>
    public (Delivery? Delivery, string Output) DescribeCheck(RevisionSpec revision, InstanceRecord record)
    {
        lock (_gate)
        {
            var output = Contents.HasSecrets(record.Revision) ? Contents.Files.OpenCheck(record) : Path.Combine(LogFolder, record.Id + ".check");
            return (Contents.Deliver(revision), output);
        }
    }

    /// <summary>What the living instances of a revision really got.</summary>
    public ImmutableArray<InstanceConfiguration> ReadBack(int revision, FingerprintKey key)
    {
        lock (_gate)
        {
            if (Find(revision) is not { } spec)
                return [];
            var living = _instances.Where(i => i.Revision == revision && i.Phase is InstancePhase.Healthy or InstancePhase.Unhealthy);
            return [.. living.Select(i => ReadingBack.Read(i.Observe(), spec, Contents, key)).OfType<InstanceConfiguration>()];
        }
    }

    /// <summary>What no instance that is wanted or there could need any more.</summary>
    private void Forget()
    {
        var needed = _state.Revisions.Where(wanted => wanted.Instances > 0).Select(wanted => wanted.Revision.Number)
            .Concat(_instances.Select(instance => instance.Revision)).ToHashSet();
        if (_state.Prepared is { } prepared)
            needed.Add(prepared);
        var pipes = _instances.Select(instance => ComponentStore.PipeName(instance.Record)).ToHashSet(StringComparer.Ordinal);
        // Most steps change nothing of it, and then the disk is left alone.
        if (_needed is { } before && before.Revisions.SetEquals(needed) && before.Pipes.SetEquals(pipes))
            return;
        if (Contents.Forget(needed))
            _needed = (needed, pipes);
        _store.DeletePipes(pipes);
    }
}
