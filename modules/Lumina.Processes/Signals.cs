namespace Lumina.Processes;

/// <summary>The numbers of the signals that Lumina sends.</summary>
public static class Signals
{
    public const int Kill = 9;

    public const int Terminate = 15;

    /// <summary>The signal's name; <c>signal 40</c> for one without a common name.</summary>
    public static string NameOf(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        Kill => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        Terminate => "SIGTERM",
        _ => FormattableString.Invariant($"signal {signal}"),
    };
}
