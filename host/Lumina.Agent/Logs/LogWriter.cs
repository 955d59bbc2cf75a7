using System.Globalization;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Secrets.Redaction;

namespace Lumina.Agent.Logs;

/// <summary>
/// <c>lumina-agent write-log</c>: copies what an instance prints from standard input to its log, without the secrets of its revision, until nobody can print any more.
/// It knows these from what the agent keeps. Without them nothing is copied, and the instance goes on printing all the same.
/// </summary>
internal static class LogWriter
{
    private const int BlockBytes = 64 * 1024;

    public static async Task<int> RunAsync(string state, ComponentKey component, string revision, string log)
    {
        await using var output = new AppendedLog(log);
        await using var input = Console.OpenStandardInput();
        if (TryReadRedactor(state, component, revision) is { } redactor)
            Copy(input, new RedactingWriter(redactor, output));
        else
            await DropAsync(input, output);
        return 0;
    }

    private static void Copy(Stream input, RedactingWriter writer)
    {
        var buffer = new byte[BlockBytes];
        while (input.Read(buffer) is > 0 and var read)
            writer.Add(buffer.AsSpan(0, read));
        // A program that was killed may have printed half of what it wanted to.
        writer.Finish(isCut: true);
    }

    private static async Task DropAsync(Stream input, AppendedLog output)
    {
        if (await input.ReadAsync(new byte[1]) == 0)
            return;
        output.Write("[lumina: nothing is logged, for what is secret could not be told from what is not]\n"u8);
        await input.CopyToAsync(Stream.Null);
    }

    private static Redactor? TryReadRedactor(string state, ComponentKey component, string revision)
    {
        try
        {
            var folder = StateFolder.Look(state);
            return new ContentsStore(folder, new SealingKey(folder.Root), component).Read(int.Parse(revision, CultureInfo.InvariantCulture))?.GetRedactor();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
