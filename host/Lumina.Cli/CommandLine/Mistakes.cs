using System.CommandLine;
using System.CommandLine.Parsing;
using Lumina.Api;
using Lumina.Cli.Commands;

namespace Lumina.Cli.CommandLine;

/// <summary>What is wrong with a command line, and what was probably meant.</summary>
internal static class Mistakes
{
    public static Problem In(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        // What is one word too many there, or no option, may be the value.
        if (command is SecretsSet && (parse.UnmatchedTokens.Count > 0 || StrayOption(parse) is not null)) return SecretsSet.ValueOnCommandLine;
        if (StrayOption(parse) is { } option)
            return About($"{Path(parse)} has no option {option}.", option, [.. Options(parse)], Path(parse));
        if (parse.UnmatchedTokens is [var word, ..])
        {
            var group = command.Parents.Any() ? " of " + Path(parse) : "";
            return command.Subcommands.Count > 0
                ? About($"There is no verb '{word}'{group}.", word, [.. command.Subcommands.Select(verb => verb.Name)], Path(parse))
                : new(ProblemCodes.BadCommandLine, $"{Path(parse)} does not take '{word}' as well.", $"See: {Path(parse)} --help");
        }

        var message = command.Subcommands.Count > 0
            ? $"Which one? {Path(parse)} {string.Join('|', command.Subcommands.Select(verb => verb.Name))}"
            : parse.Errors[0].Message;
        return new(ProblemCodes.BadCommandLine, message, $"See: {Path(parse)} --help");
    }

    /// <summary>A word that looks like an option and is none; the parser takes it for an argument.</summary>
    public static string? StrayOption(ParseResult parse) => parse.UnmatchedTokens
        .Concat(parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens.Select(token => token.Value)))
        .FirstOrDefault(token => token.Length > 1 && token[0] == '-');

    private static Problem About(string message, string word, IReadOnlyCollection<string> known, string path) => new(
        ProblemCodes.BadCommandLine,
        message,
        Guess.At(word.Split('=')[0], known) is { } near ? $"Did you mean '{near}'?" : $"See: {path} --help");

    private static IEnumerable<string> Options(ParseResult parse) =>
        parse.CommandResult.Command.Options.Concat(parse.RootCommandResult.Command.Options)
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private static string Path(ParseResult parse)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parse.CommandResult; result is CommandResult command; result = command.Parent)
            names.Push(command.Command.Name);
        return string.Join(' ', names);
    }
}
