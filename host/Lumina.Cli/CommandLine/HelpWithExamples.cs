using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.CommandLine;

/// <summary>The usual help, and below it how the verb is used.</summary>
internal sealed class HelpWithExamples(World world) : SynchronousCommandLineAction
{
    private const int Widest = 80;

    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var columns = world.OutIsTerminal ? Math.Min(world.Width(), Widest) : Widest;
        if (!command.Parents.Any())
        {
            RootHelp.Write(command, output, columns);
            return 0;
        }

        new HelpAction { MaxWidth = columns }.Invoke(parseResult);
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(command)) output.WriteLine("  " + example);
        return 0;
    }

    // A group of verbs is shown by what is in it.
    private static IEnumerable<string> ExamplesOf(Command command) =>
        command is Verb verb ? verb.Examples : command.Subcommands.OfType<Verb>().Select(each => each.Examples[0]);
}
