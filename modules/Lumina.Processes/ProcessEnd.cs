namespace Lumina.Processes;

/// <summary>How a process ended. Both are null when another process was its parent: then nobody told us.</summary>
/// <param name="ExitCode">What it returned, 0 to 255; null when a signal ended it.</param>
/// <param name="Signal">The signal that ended it.</param>
public readonly record struct ProcessEnd(int? ExitCode, int? Signal)
{
    public override string ToString() => this switch
    {
        { ExitCode: { } code } => FormattableString.Invariant($"exited with code {code}"),
        { Signal: { } signal } => "ended by " + Signals.NameOf(signal),
        _ => "ended (its exit code is not known: an earlier agent had started it)",
    };
}
