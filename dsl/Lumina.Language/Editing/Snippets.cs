using System.Collections.Immutable;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What is written for a word: with places to fill in, in the syntax of LSP's snippets.</summary>
internal static class Snippets
{
    public static string OfDeclaration(string word) => word switch
    {
        Words.Plan => "plan ${1:name} {\n  version = \"${2:1.0}\"\n}\n",
        Words.Param => "param ${1:name} : ${2|string,int,decimal,bool,duration,percentage,size|}$0",
        Words.Let => "let ${1:name} = $0",
        "import" => "import \"${1:shared/file.deploy}\" as ${2:name}",
        "for" => "for ${1:item} in ${2:[\"a\", \"b\"]} {\n  $0\n}",
        Words.Environment => "environment ${1:name} {\n  target ${2|" + string.Join(',', Words.Targets) + "|}\n}",
        Words.Component => "component ${1:name} {\n  $0\n}",
        RuleWords.Rule => "rule ${1:name} {\n  applies to ${2|" + string.Join(',', RuleWords.Subjects) + "|}\n  when    $0\n  deny    \"${3:message}\"\n}\n",
        RuleWords.Test => "test ${1:rule} {\n  given component ${2:web} in ${3:production} { $0 }\n  expect deny\n}\n",
        RuleWords.Waive => "waive ${1:rule} for component ${2:name} until ${3:2027-01-31} because \"${4:reason}\" by \"${5:name}\"\n",
        _ => word + " ${1:name} {\n  $0\n}",
    };

    public static string OfEntry(EntryRule entry, WordDoc? doc, ImmutableArray<string> values) => entry.Form switch
    {
        EntryForm.Property => entry.Word + " = " + ValueOf(doc, values),
        EntryForm.Relation => entry.Word + (entry.Particle is { } particle ? " " + particle : "") + " $0",
        EntryForm.NamedValue => entry.Word + (entry.IsNamedByText ? " \"${1:path}\" = $0" : " ${1:NAME} = $0"),
        EntryForm.Phrase => entry.Word + " $0",
        EntryForm.Sentence => OfSentence(entry),
        _ => entry.Word + LabelOf(entry, values) + BodyOf(entry),
    };

    private static string OfSentence(EntryRule entry) => entry.Sentence switch
    {
        { Lead: { } lead } => $"{entry.Word} {lead} $0",
        { IsPlain: true, Kinds: [{ Parts: [{ Form: PartForm.Texts }] }] } => entry.Word.PadRight(7) + " \"$0\"",
        { IsPlain: true } => entry.Word.PadRight(7) + " $0",
        { Kinds: [{ Word: { } only }] } => $"{entry.Word} {only} from \"$0\"",
        _ => entry.Word + " $0",
    };

    /// <summary>A text that stands for itself in a snippet.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);

    private static string ValueOf(WordDoc? doc, ImmutableArray<string> values) => doc switch
    {
        _ when values is [_, _, ..] => Choice(values),
        _ when values is [var only] => only,
        { Default: { } normally } when !normally.Contains('.', StringComparison.Ordinal) => normally.StartsWith('"')
            ? "\"${1:" + Escape(normally.Trim('"')) + "}\"" : "${1:" + Escape(normally) + "}",
        { Type: "string" } => "\"$0\"",
        _ => "$0",
    };

    private static string LabelOf(EntryRule entry, ImmutableArray<string> values) => entry.Labels switch
    {
        Labels.None => "",
        Labels.Value when entry.Repeats == Repetition.ByLabel => " \"${1:path}\"",
        Labels.Value => " \"${1:folder}\"",
        _ when values is [_, _, ..] => " " + Choice(values),
        _ => " ${1:name}",
    };

    private static string Choice(ImmutableArray<string> values) => "${1|" + string.Join(',', values) + "|}";

    // A block that may be left out is left out.
    private static string BodyOf(EntryRule entry) => entry.BodyOptional || entry.Body is null ? "$0" : " {\n  $0\n}";
}
