using System.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.CommandLine;

/// <summary>The short help of <c>lumina</c> alone: what it can do, in groups.</summary>
internal static class RootHelp
{
    private static readonly (string Title, string[] Verbs)[] Groups =
    [
        ("Deploy", ["up", "down", "plan", "rehearse", "apply", "rollback"]),
        ("Look", ["status", "watch", "logs", "history", "show", "config"]),
        ("Steer a deployment that runs", ["pause", "resume", "cancel", "promote", "skip", "approve", "reject"]),
        ("Work on a plan", ["validate", "fmt", "graph", "params", "lsp"]),
        ("Decide what may run", ["policy"]),
        ("Keep secrets", ["secrets"]),
        ("This machine", ["host", "journal", "agent", "doctor"]),
    ];

    private static readonly string[] Examples = ["lumina up", "lumina up --param version=1.4.1", "lumina status"];

    /// <summary>The names of all verbs that it lists.</summary>
    public static IEnumerable<string> Listed => Groups.SelectMany(group => group.Verbs);

    public static void Write(Command root, TextWriter output, int columns)
    {
        foreach (var line in Wrap.Lines(root.Description ?? "", columns)) output.WriteLine(line);
        output.WriteLine();
        output.WriteLine("Usage: lumina VERB [PLAN] [options]");
        var verbs = root.Subcommands.ToDictionary(verb => verb.Name, StringComparer.Ordinal);
        var width = verbs.Keys.Max(name => name.Length);
        foreach (var (title, names) in Groups)
        {
            output.WriteLine();
            output.WriteLine(title + ":");
            foreach (var name in names)
            {
                var lead = $"  {name.PadRight(width)}  ";
                foreach (var line in Wrap.Lines(Short(verbs[name].Description ?? ""), columns - lead.Length))
                {
                    output.WriteLine(lead + line);
                    lead = new string(' ', lead.Length);
                }
            }
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in Examples) output.WriteLine("  " + example);
        output.WriteLine();
        output.WriteLine("A verb's options: lumina VERB --help");
    }

    // The first sentence says what it does.
    private static string Short(string description) => description.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end
        ? description[..end]
        : description.TrimEnd('.');
}
