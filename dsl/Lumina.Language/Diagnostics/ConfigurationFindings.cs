using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>23xx: files of values, files for instances, and the secrets in them.</summary>
internal static class ConfigurationFindings
{
    private const string FromFile = "plan p {}\ncomponent web { command = \"run\"  config_from \"config/web.yaml\" }\n";

    private const string WithSealed = "plan p {}\ncomponent web { command = \"run\"  secret KEY = sealed(\"key\") }\n";

    public static readonly DiagnosticEntry ValueFileEntry = new(2301, "value-file", Error,
        "Something is wrong in a file of values",
        "The file of a config_from can't be read as what its ending says, says something twice, or does not keep its schema. The place is the file's own.",
        FromFile)
    { FoundBy = FoundBy.Host };

    public static readonly DiagnosticEntry NoValueReaderEntry = new(2302, "no-value-reader", Error,
        "Files of values can't be read here",
        "config_from needs somebody who can read .json, .yaml and .env. lumina and its host can; another program that compiles plans has to bring a reader.",
        FromFile);

    public static readonly DiagnosticEntry BadFilePathEntry = new(2303, "bad-file-path", Error,
        "Not a path for a file of an instance",
        "The path of a config_file or a secret_file is relative, or absolute on targets that mount files; with '/' between folders, without '..', and at most 255 characters long. No file can be the folder of another.",
        "plan p {}\ncomponent web { command = \"run\"  config_file \"../app.json\" { content = \"{}\" } }\n");

    public static readonly DiagnosticEntry TooMuchConfigurationEntry = new(2304, "too-much-configuration", Error,
        "More files than a component can have",
        "The instances of a component find at most 100 files, whose texts together have at most 1 MiB. What is larger belongs into the image.",
        $"plan p {{}}\nlet kilo = \"{new string('x', 1024)}\"\nlet mega = \"{string.Concat(Enumerable.Repeat("${kilo}", 1024))}\"\n" +
        "component web { command = \"run\"  config_file \"a.txt\" { content = mega }  config_file \"b.txt\" { content = \"b\" } }\n");

    public static readonly DiagnosticEntry UnknownSecretEntry = new(2305, "unknown-secret", Error,
        "The component has no such secret",
        "${secret.NAME} in the text of a config_file is a secret of the same component: secret NAME = vault(\"shop/web\", \"name\").",
        "plan p {}\ncomponent web { command = \"run\"  config_file \"app.ini\" { content = \"key = ${secret.KEY}\" } }\n");

    public static readonly DiagnosticEntry SecretInValueEntry = new(2306, "secret-in-value", Error,
        "A secret in a value that everybody sees",
        "Config values are kept and shown. A secret is the value of a secret, or stands in the text of a config_file as ${secret.NAME}.",
        "plan p {}\ncomponent web { command = \"run\"  secret KEY = vault(\"web\", \"key\")  config { URL = \"http://x?key=${secret.KEY}\" } }\n");

    public static readonly DiagnosticEntry UnknownSealedSecretEntry = new(2307, "unknown-sealed-secret", Error,
        "No such sealed secret",
        "The file of sealed secrets has nothing under this name, or nothing for this environment. lumina secrets set NAME puts it there.",
        WithSealed)
    { FoundBy = FoundBy.Host };

    public static readonly DiagnosticEntry SealedFileUnreadableEntry = new(2308, "sealed-file-unreadable", Error,
        "The file of sealed secrets can't be read",
        "It is lumina.sealed in the plan's folder. lumina secrets set NAME makes it.",
        WithSealed)
    { FoundBy = FoundBy.Host };

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        ValueFileEntry, NoValueReaderEntry, BadFilePathEntry, TooMuchConfigurationEntry, UnknownSecretEntry, SecretInValueEntry, UnknownSealedSecretEntry,
        SealedFileUnreadableEntry,
    ];

    public static Diagnostic ValueFile(SourceLocation at, string message) => ValueFileEntry.At(at, message);

    public static Diagnostic NoValueReader(SourceLocation at) => NoValueReaderEntry.At(at, "Nobody here can read files of values.");

    public static Diagnostic BadFilePath(SourceLocation at, string path, string why) =>
        BadFilePathEntry.At(at, $"\"{(path.Length > 80 ? path[..80] + "…" : path)}\" can't be the path of a file here: {why}.");

    public static Diagnostic TooManyFiles(SourceLocation at, string component, int limit) =>
        TooMuchConfigurationEntry.At(at, $"The component '{component}' has more than {limit} files.");

    public static Diagnostic TooMuchContent(SourceLocation at, string component) =>
        TooMuchConfigurationEntry.At(at, $"With this file the texts of the files of '{component}' have more than 1 MiB.");

    public static Diagnostic UnknownSecret(SourceLocation at, string name, string component, string? near) =>
        UnknownSecretEntry.At(at, $"The component '{component}' has no secret '{name}': write secret {name} = vault(…) or sealed(…) in it.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic SecretInValue(SourceLocation at, string name) =>
        SecretInValueEntry.At(at, $"A secret can't stand in this value; in the text of a config_file ${{secret.{name}}} can.");

    public static Diagnostic UnknownSealedSecret(SourceLocation at, string file, string name, string? near) =>
        UnknownSealedSecretEntry.At(at, $"There is no '{name}' in {file}.{Suggestion.Ask(near)}{(near is null ? $" lumina secrets set {name} puts it there." : "")}");

    public static Diagnostic NotSealedHere(SourceLocation at, string file, string name, string environment) =>
        UnknownSealedSecretEntry.At(at, $"'{name}' in {file} has no value for the environment '{environment}': lumina secrets set {name} --env {environment} puts it there.");

    public static Diagnostic SealedFileUnreadable(SourceLocation at, string file, string problem, string? name) =>
        SealedFileUnreadableEntry.At(at, $"{file} can't be read: {problem.TrimEnd('.')}.{(name is null ? "" : $" lumina secrets set {name} makes it.")}");
}
