using System.Text.Json.Nodes;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>How a run of the command line went.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Took">From start to end.</param>
internal sealed record CliRun(string Command, int ExitCode, string Out, string Error, TimeSpan Took)
{
    /// <summary>Standard output, which must be one JSON value and nothing else.</summary>
    public JsonNode Json => JsonNode.Parse(Out) ?? throw new FormatException($"{Command} printed null");

    /// <summary>Asserts the exit code, and shows everything that was printed when it is another.</summary>
    public CliRun Ends(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{this}\nand not with {exitCode}");
        return this;
    }

    /// <summary>Asserts that standard error has all of these texts.</summary>
    public CliRun Complains(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
            Assert.Contains(text, Error, StringComparison.Ordinal);
        return this;
    }

    public override string ToString() => $"{Command} ended with {ExitCode} after {Took.TotalSeconds:0.00} s\n--- out\n{Out}\n--- error\n{Error}\n---";
}

/// <summary>A run of the command line that may not have ended yet.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Ending">How it went, once it has ended.</param>
/// <param name="ErrorSoFar">What it has written to standard error until now.</param>
internal sealed record RunningCli(int Pid, Task<CliRun> Ending, Func<string> ErrorSoFar);
