using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Binding;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Rules;

/// <summary>From the texts of a policy team to its set of rules. No I/O, no clock; the C# in it is read no further than to its end.</summary>
public static class RuleCompiler
{
    /// <summary>How many files a set may have.</summary>
    public const int MostFiles = 1_000;

    /// <summary>How many rules, waivers and tests a set may have.</summary>
    public const int MostDeclarations = 100_000;

    private const int MostListed = 5 * DiagnosticBag.Limit;

    /// <summary>Compiles the files of a set; finds every problem at once. Never throws for any text.</summary>
    /// <param name="files">All files of the set.</param>
    /// <param name="levels">How seriously findings are taken.</param>
    public static RuleCompilation Compile(IReadOnlyCollection<RuleFile> files, FindingLevels? levels = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (TooMany(files) is { } tooMany)
            return new RuleCompilation([]) { Diagnostics = [tooMany], HasErrors = true };
        var found = new List<ImmutableArray<Diagnostic>>();
        var texts = new List<RuleText>();
        foreach (var file in files)
        {
            if (TextChecks.FindUnreadable(file.Name, file.Text) is { } unreadable)
                found.Add(unreadable);
            else
                texts.Add(Parse(file, levels ?? FindingLevels.Default));
        }
        if (texts.Sum(t => (long)t.Tree.Declarations.Length) > MostDeclarations)
            return new RuleCompilation([]) { Diagnostics = [RuleFindings.TooMany(texts[0].Source.Locate(TextSpan.At(0)), $"{MostDeclarations} rules, waivers and tests")], HasErrors = true };
        var isAllRead = found.Count == 0;
        return Bind(files, texts, found, isAllRead);
    }

    private static RuleCompilation Bind(IReadOnlyCollection<RuleFile> files, List<RuleText> texts, List<ImmutableArray<Diagnostic>> found, bool isAllRead)
    {
        var known = new KnownRules();
        var rules = texts.SelectMany(t => BindRules(t, known)).OrderBy(r => r.Name, StringComparer.Ordinal).ToImmutableArray();
        // What is in a file that can't be read may be what others speak of: then nothing is said of them.
        var waivers = isAllRead ? BindWaivers(texts, known) : [];
        var tests = isAllRead ? BindTests(texts, known) : [];
        found.AddRange(texts.Select(t => t.Diagnostics.ToSorted()));
        return new RuleCompilation(files)
        {
            Diagnostics = [.. found.SelectMany(f => f).Take(MostListed)],
            HasErrors = !isAllRead || texts.Any(t => t.Diagnostics.HasErrors),
            Rules = new RuleSet { Rules = rules, Waivers = waivers, Digest = RuleDigests.Of(rules, waivers) },
            Tests = tests,
        };
    }

    private static Diagnostic? TooMany(IReadOnlyCollection<RuleFile> files)
    {
        var what = files.Count > MostFiles ? string.Create(CultureInfo.InvariantCulture, $"{MostFiles} files")
            : files.Sum(f => (long)f.Text.Length) > SourceReader.LargestText ? $"{SourceReader.LargestText / (1024 * 1024)} Mi characters"
            : null;
        return what is null ? null : RuleFindings.TooMany(new SourceLocation(files.First().Name, 0, 0, 1, 1, 1, 1), what);
    }

    private static RuleText Parse(RuleFile file, FindingLevels levels)
    {
        var source = new SourceText(file.Name, file.Text);
        var diagnostics = new DiagnosticBag(source, levels);
        return new RuleText(file, source, diagnostics, PlanParser.Parse(source, diagnostics, Dialect.Rules));
    }

    private static List<RuleSpec> BindRules(RuleText text, KnownRules known)
    {
        var rules = new List<RuleSpec>();
        foreach (var declaration in text.Tree.Declarations)
        {
            if (declaration is SkippedDeclarationSyntax skipped)
            {
                foreach (var name in skipped.Names)
                    known.NoteUnreadable(text.NameOf(name));
            }
            else if (declaration is NamedBlockSyntax syntax && BindRule(text, syntax, known) is { } rule)
            {
                rules.Add(rule);
            }
        }
        return rules;
    }

    private static RuleSpec? BindRule(RuleText text, NamedBlockSyntax syntax, KnownRules known)
    {
        var name = text.NameOf(syntax.Name);
        NameText.Check(name, syntax.Name, text.Diagnostics);
        var rule = new RuleBinder(text).Bind(syntax, name);
        if (known.Declare(name, text.Locate(syntax.Name)) is { } first)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"line {first.Line}") + (first.File == text.File.Name ? "" : $" of {first.File}");
            text.Diagnostics.Add(NameFindings.DuplicateDeclaration(text.Locate(syntax.Name), RuleWords.Rule, name, line));
            return null;
        }
        if (rule is not null)
            known.Note(rule);
        return rule;
    }

    private static ImmutableArray<WaiverSpec> BindWaivers(IEnumerable<RuleText> texts, KnownRules known) =>
        [.. texts.SelectMany(text => text.Tree.Declarations.OfType<SentenceDeclarationSyntax>().Select(w => new WaiverBinder(text, known).Bind(w.Sentence))).OfType<WaiverSpec>()];

    private static ImmutableArray<RuleTestSpec> BindTests(IEnumerable<RuleText> texts, KnownRules known) =>
        [.. texts.SelectMany(text => text.Tree.Declarations.OfType<TestSyntax>().Select(t => new TestBinder(text, known).Bind(t))).OfType<RuleTestSpec>()];
}
