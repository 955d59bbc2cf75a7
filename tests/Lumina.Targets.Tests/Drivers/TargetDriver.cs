using System.Globalization;
using Lumina.Deployments.Targets;

namespace Lumina.Targets.Tests.Drivers;

/// <summary>A driver as the contract is held against it: the target itself, revisions that it can run, and a way to let time pass.</summary>
public abstract class TargetDriver : IAsyncLifetime
{
    private long _counted;

    public abstract ITarget Target { get; }

    /// <summary>A revision whose instances become healthy, and stay so.</summary>
    public abstract RevisionSpec Sound(ComponentKey component, int number);

    /// <summary>One whose instances never become healthy and are given up.</summary>
    public abstract RevisionSpec Doomed(ComponentKey component, int number);

    /// <summary>One that can't be started at all.</summary>
    public abstract RevisionSpec Impossible(ComponentKey component, int number);

    /// <summary>Lets a moment pass, after which things have gone on a little.</summary>
    public abstract Task PassAsync();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A component that no other test has.</summary>
    public ComponentKey NewComponent(string name = "web") =>
        new("test", string.Create(CultureInfo.InvariantCulture, $"plan-{Interlocked.Increment(ref _counted)}"), name);

    /// <summary>An operation that is newer than all before.</summary>
    public Operation NewOperation(ComponentKey component)
    {
        var number = Interlocked.Increment(ref _counted);
        return new Operation(string.Create(CultureInfo.InvariantCulture, $"operation-{number}"), component, number);
    }
}

/// <summary>A driver that can be ended and begun again while what it has started goes on.</summary>
public interface IRestarting
{
    /// <summary>Ends it without a warning; whoever asks next finds a new one.</summary>
    Task RestartAsync();
}

/// <summary>A driver whose components can be asked something.</summary>
public interface IAsked
{
    /// <summary>A sound revision that takes requests.</summary>
    RevisionSpec Serving(ComponentKey component, int number);

    /// <summary>Has a component answer so many requests, at its stable address.</summary>
    Task AskAsync(ComponentKey component, int requests);
}

/// <summary>A driver whose instances can be made to differ from what they were given.</summary>
public interface IDiffering
{
    /// <summary>The instances of a revision have got something else than was given.</summary>
    /// <returns>Which variable or file.</returns>
    Task<string> DifferAsync(ComponentKey component, ObservedRevision revision);
}

/// <summary>A driver whose instances are real: they can be killed, reached, and say what they were started with.</summary>
public interface IReal
{
    /// <summary>Kills an instance as if it had crashed.</summary>
    void Kill(ObservedInstance instance);

    /// <summary>Who answers at an address: the id of an instance.</summary>
    Task<string> WhoAnswersAsync(string address);

    /// <summary>A sound revision that writes the values of its variables and its arguments to its log, each in Base64 on a line of its own.</summary>
    RevisionSpec Telling(ComponentKey component, int number, string variable, string argument);
}
