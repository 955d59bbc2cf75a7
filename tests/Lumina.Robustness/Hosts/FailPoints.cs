using System.Diagnostics;

namespace Lumina.Robustness.Hosts;

/// <summary>Where a host can be told to die, or to do wrong.</summary>
internal enum FailPoint
{
    /// <summary>An event is recorded and what follows from it is about to be asked of the target.</summary>
    BeforeEffect,

    /// <summary>The target has done it, and nothing of that is recorded.</summary>
    AfterEffect,

    /// <summary>Events are on their way to the disk.</summary>
    InAppend,

    /// <summary>Events are on the disk, and nobody has acted on them.</summary>
    AfterAppend,

    /// <summary>Not a death but a bug, for the checker to find: something is done once more, under another name.</summary>
    RepeatEffect,

    /// <summary>The same: that a component is live is not written; what was written before is there twice instead.</summary>
    LoseEvent,
}

/// <summary>Ends this process as <c>kill -9</c> does when it passes a point for the n-th time after it was armed.</summary>
internal sealed class FailPoints
{
    private readonly int[] _left = new int[Enum.GetValues<FailPoint>().Length];

    public void Arm(FailPoint point, int passes) => Volatile.Write(ref _left[(int)point], passes);

    public bool IsDue(FailPoint point) => Volatile.Read(ref _left[(int)point]) > 0 && Interlocked.Decrement(ref _left[(int)point]) == 0;

    public void Pass(FailPoint point)
    {
        if (IsDue(point))
            Die();
    }

    public static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
