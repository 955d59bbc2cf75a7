using System.CommandLine;
using System.Text;
using Lumina.Cli.CommandLine;

namespace Lumina.Cli.Tests.Reference;

/// <summary>Writes docs/reference/cli.md from the commands' own definitions.</summary>
internal static class ReferencePage
{
    private static readonly (ExitCode Code, string Meaning)[] ExitCodes =
    [
        (ExitCode.Done, "done"),
        (ExitCode.Failed, "the deployment failed and could not be taken back, or the verb did not come to its end"),
        (ExitCode.Wrong, "the command line or the plan is wrong"),
        (ExitCode.Refused, "refused by policy"),
        (ExitCode.Rejected, "approval rejected or expired"),
        (ExitCode.RolledBack, "failed and rolled back, or cancelled"),
        (ExitCode.NoHost, "no host answers"),
        (ExitCode.Conflict, "conflict: another deployment runs, the environment is frozen, or what was looked at has changed since; or a newer deployment has overtaken this one"),
        (ExitCode.Interrupted, "interrupted"),
        (ExitCode.ReaderGone, "nobody reads standard output any more, as after `lumina logs core -f \\| head`"),
    ];

    public static string Of(Command root)
    {
        var page = new StringBuilder();
        page.Append("# The command line\n\n");
        page.Append("<!-- Written by tests/Lumina.Cli.Tests from the commands themselves: LUMINA_REWRITE_GOLDENS=1 writes it anew. -->\n\n");
        page.Append(root.Description).Append("\n\n`lumina VERB [PLAN] [options]`. PLAN is a file; without one, it is `lumina.deploy` in the current folder or the nearest above it.\n\n");
        page.Append("With `--output json` there is JSON on standard output and nothing else; everything for people is on standard error then.\n");
        page.Append("On a terminal progress is drawn live, elsewhere it comes as lines with their time.\n\n");
        page.Append("| verb | what it does |\n| --- | --- |\n");
        foreach (var (path, verb) in Verbs(root, "lumina")) page.Append($"| [`{path["lumina ".Length..]}`](#{Anchor(path)}) | {verb.Description} |\n");
        page.Append("\n## Exit codes\n\n| code | meaning |\n| --- | --- |\n");
        foreach (var (code, meaning) in ExitCodes) page.Append($"| {(int)code} | {meaning} |\n");
        foreach (var (path, verb) in Verbs(root, "lumina")) Write(page, path, verb);
        return page.ToString();
    }

    public static IEnumerable<(string Path, Verb Verb)> Verbs(Command command, string path) => command.Subcommands.SelectMany(child =>
        child is Verb verb ? [($"{path} {child.Name}", verb)] : Verbs(child, $"{path} {child.Name}"));

    private static void Write(StringBuilder page, string path, Verb verb)
    {
        var arguments = string.Concat(verb.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" {argument.Name}"));
        page.Append($"\n## {path}\n\n{verb.Description}\n\n    {path}{arguments} [options]\n\n");
        page.Append("| | |\n| --- | --- |\n");
        foreach (var argument in verb.Arguments) page.Append($"| `{argument.Name.Replace("|", "\\|", StringComparison.Ordinal)}` | {argument.Description} |\n");
        foreach (var option in verb.Options)
        {
            var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name));
            var value = option.HelpName is { } help ? " " + help.Replace("|", "\\|", StringComparison.Ordinal) : "";
            page.Append($"| `{names}{value}` | {option.Description} |\n");
        }

        page.Append('\n');
        foreach (var example in verb.Examples) page.Append($"    {example}\n");
    }

    private static string Anchor(string path) => path.Replace(' ', '-');
}
