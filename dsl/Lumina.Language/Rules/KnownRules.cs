using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;

namespace Lumina.Language.Rules;

/// <summary>The rules of a set by their names, for what speaks of them.</summary>
internal sealed class KnownRules
{
    private const int MostGuesses = 200;

    private readonly Dictionary<string, (RuleSpec? Rule, SourceLocation At)> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private int _guesses;

    /// <summary>Where a rule of that name was declared before; null when there was none, and then it is noted.</summary>
    public SourceLocation? Declare(string name, SourceLocation at) => _rules.TryAdd(name, (null, at)) ? null : _rules[name].At;

    public void Note(RuleSpec rule) => _rules[rule.Name] = (rule, rule.Location);

    /// <summary>Names of rules that could not be read: nobody is told that they don't exist.</summary>
    public void NoteUnreadable(string name) => _unreadable.Add(name);

    /// <summary>The rule; null when there is none that could be understood.</summary>
    public RuleSpec? Find(string name) => _rules.GetValueOrDefault(name).Rule;

    /// <summary>Whether there is such a rule; reports it when there is none.</summary>
    public bool Check(SyntaxToken token, RuleText text)
    {
        var name = text.NameOf(token);
        if (_rules.ContainsKey(name))
            return true;
        if (!_unreadable.Contains(name))
            text.Diagnostics.Add(RuleFindings.UnknownRule(text.Locate(token), name, _guesses++ < MostGuesses ? Suggestion.Nearest(name, _rules.Keys) : null));
        return false;
    }
}
