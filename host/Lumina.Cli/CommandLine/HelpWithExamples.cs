using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lumina.Cli.CommandLine;

/// <summary>The usual help, and below it how the verb is used.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples) output.WriteLine("  " + example);
            output.WriteLine();
        }

        return 0;
    }
}
