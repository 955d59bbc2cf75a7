namespace Lumina.Examples.Service;

/// <summary>A line on standard output for each noteworthy thing, and with <c>LUMINA_LOG_LEVEL=debug</c> for each request.</summary>
internal sealed class ServiceLog(Identity identity, string? level)
{
    private readonly bool _debug = string.Equals(level, "debug", StringComparison.OrdinalIgnoreCase);

    public void Write(string message) => Console.Out.WriteLine($"{identity.Role} {identity.Version}: {message}");

    public void Debug(string message)
    {
        if (_debug)
            Write(message);
    }
}
