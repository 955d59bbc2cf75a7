using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Tests;

/// <summary>Compiles plans that read files: a map stands for the folder.</summary>
internal static class Files
{
    public static PlanCompilation Compile(string text, IReadOnlyDictionary<string, string> files, bool hasReaders = true) => PlanCompiler.Compile(new PlanInputs("test.deploy", text)
    {
        ReadFile = path => files.TryGetValue(path, out var found) ? FileAnswer.Of(found) : FileAnswer.Failed("there is no such file"),
        ValueFiles = hasReaders ? new Lines() : null,
        SealedFile = hasReaders ? new SealedLines() : null,
    });

    /// <summary>The component <c>web</c> of a plan without errors.</summary>
    public static ComponentSpec Web(this PlanCompilation compilation, string environment = "development")
    {
        Assert.DoesNotContain(compilation.Diagnostics, d => d.Severity == Severity.Error);
        return compilation.PlanFor(environment)!.Components.Single(c => c.Name == "web");
    }

    /// <summary>Findings as <c>file:line:column CODE message</c>.</summary>
    public static string[] Shown(this PlanCompilation compilation) =>
        [.. compilation.Diagnostics.Select(d => $"{d.Location.File}:{d.Location.Line}:{d.Location.Column}+{d.Location.Length} {d.Code} {d.Message}")];

    /// <summary>Reads <c>NAME=value</c> lines; a line with <c>!</c> is wrong from there on. A schema is the first letters that names may have.</summary>
    private sealed class Lines : IValueFileReader
    {
        public ValueFileAnswer Read(string path, string text, ValueSchema? schema)
        {
            var values = ImmutableArray.CreateBuilder<FileValue>();
            var problems = ImmutableArray.CreateBuilder<ValueFileProblem>();
            if (schema?.Text.Contains('!') == true)
                problems.Add(new ValueFileProblem(schema.Path, 1, 1, 1, "This is no schema."));
            var number = 0;
            foreach (var line in text.Split('\n'))
            {
                number++;
                if (line.IndexOf('!', StringComparison.Ordinal) is var wrong and >= 0)
                    problems.Add(new ValueFileProblem(path, number, wrong + 1, line.Length - wrong, "This is wrong."));
                else if (line.Split('=', 2) is [var name, var value])
                    values.Add(new FileValue(name.Trim(), value.Trim(), number));
                if (schema is not null && line.Length > 0 && !schema.Text.Contains(line.Trim()[0], StringComparison.Ordinal))
                    problems.Add(new ValueFileProblem(path, number, 1, line.Length, "The schema does not know this."));
            }
            return new ValueFileAnswer(problems.Count > 0 ? [] : values.ToImmutable(), problems.ToImmutable());
        }
    }

    /// <summary>Reads <c>name environment version</c> lines; <c>*</c> is every environment.</summary>
    private sealed class SealedLines : ISealedFileReader
    {
        public string FileName => "lumina.sealed";

        public SealedNames Read(string text) => text.StartsWith('!')
            ? new Known("line 1 is no entry", [], [])
            : new Known(null, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal)],
                [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))]);

        private sealed record Known(string? Problem, ImmutableArray<string> Names, ImmutableArray<string[]> Entries) : SealedNames(Problem, Names)
        {
            public override SealedSecret? Find(string name, string environment) =>
                (Entries.FirstOrDefault(e => e[0] == name && e[1] == environment) ?? Entries.FirstOrDefault(e => e[0] == name && e[1] == "*")) is { } found
                    ? new SealedSecret { Name = name, Version = int.Parse(found[2], System.Globalization.CultureInfo.InvariantCulture), Envelope = $"canary-{name}-{found[1]}" }
                    : null;
        }
    }
}
