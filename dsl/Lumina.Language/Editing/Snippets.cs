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
        _ => word + " ${1:name} {\n  $0\n}",
    };

    public static string OfEntry(EntryRule entry, WordDoc? doc) => entry.Form switch
    {
        EntryForm.Property => entry.Word + " = " + ValueOf(doc),
        EntryForm.Relation => entry.Word + (entry.Particle is { } particle ? " " + particle : "") + " $0",
        _ => entry.Word + LabelOf(entry, doc) + BodyOf(entry),
    };

    /// <summary>A text that stands for itself in a snippet.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);

    private static string ValueOf(WordDoc? doc) => doc switch
    {
        { Values: [_, _, ..] values } => "${1|" + string.Join(',', values) + "|}",
        { Values: [var only] } => only,
        { Default: { } normally } when !normally.Contains('.', StringComparison.Ordinal) => normally.StartsWith('"')
            ? "\"${1:" + Escape(normally.Trim('"')) + "}\"" : "${1:" + Escape(normally) + "}",
        { Type: "string" } => "\"$0\"",
        _ => "$0",
    };

    private static string LabelOf(EntryRule entry, WordDoc? doc) => entry.Labels switch
    {
        Labels.None => "",
        _ when doc is { Values: [_, _, ..] values } => " ${1|" + string.Join(',', values) + "|}",
        _ when doc is { Values: [var only] } => " " + only,
        _ => " ${1:name}",
    };

    // A block that may be left out is left out.
    private static string BodyOf(EntryRule entry) => entry.BodyOptional || entry.Body is null ? "$0" : " {\n  $0\n}";
}
