using System.Collections.Immutable;

namespace Lumina.Language.Vocabulary;

/// <summary>One of the languages that are written with the same words and signs: plans, and rules.</summary>
internal sealed class Dialect
{
    /// <summary>How files of rules end.</summary>
    public const string RulesExtension = ".rules";

    public static readonly Dialect Plans = new(Words.Declarations, "a declaration (plan, param, let, environment, component, …)");

    public static readonly Dialect Rules = new(RuleWords.Declarations, "a declaration (rule, waive or test)");

    private Dialect(ImmutableArray<string> declarations, string aDeclaration) => (Declarations, ADeclaration) = (declarations, aDeclaration);

    /// <summary>The words with which declarations begin.</summary>
    public ImmutableArray<string> Declarations { get; }

    /// <summary>What can stand at the top level, for messages.</summary>
    public string ADeclaration { get; }

    /// <summary>The dialect of a file, by its name.</summary>
    public static Dialect Of(string file) => file.EndsWith(RulesExtension, StringComparison.OrdinalIgnoreCase) ? Rules : Plans;

    public bool IsDeclaration(ReadOnlySpan<char> word)
    {
        foreach (var known in Declarations)
        {
            if (word.SequenceEqual(known))
                return true;
        }
        return false;
    }
}
