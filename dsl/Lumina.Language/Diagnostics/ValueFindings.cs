using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>The rest of 2xxx: values of the wrong type or out of their range.</summary>
internal static class ValueFindings
{
    public static readonly DiagnosticEntry WrongTypeEntry = new(2003, "wrong-type", Error,
        "A value of another type",
        "Units are types: a duration is written 5s, a percentage 25%, a size 512MiB. A number is no string and a string no number.",
        "plan p {}\ncomponent web {\n  command = \"run\"\n  stop_within = 5\n}\n");

    public static readonly DiagnosticEntry WrongArgumentsEntry = new(2008, "wrong-arguments", Error,
        "The function takes other arguments",
        "The number of arguments, or the type of one, is not what the function takes.",
        "plan p {}\ncomponent web { command = \"run\"  config { NAME = upper(\"a\", \"b\") } }\n");

    public static readonly DiagnosticEntry OutOfRangeEntry = new(2009, "out-of-range", Error,
        "A value out of its range",
        "The message says which values are allowed.",
        "plan p {}\ncomponent web { command = \"run\"  port = 80800 }\n");

    public static readonly DiagnosticEntry ParamWithoutValueEntry = new(2012, "param-without-value", Error,
        "A param without a value",
        "A param that has no default must be given: --param NAME=VALUE, a JSON file with --params FILE, or LUMINA_PARAM_NAME in the environment.",
        "plan p {}\nparam region : string\ncomponent web { command = \"run\"  config { REGION = param.region } }\n");

    public static readonly DiagnosticEntry NotAllowedEntry = new(2013, "value-not-allowed", Error,
        "Not one of the allowed values",
        "The value, given or default, is not in the param's list of allowed values.",
        "plan p {}\nparam level : string = \"loud\" { allowed = [\"low\", \"high\"] }\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry ParamUnreadableEntry = new(2014, "param-unreadable", Error,
        "The value given for a param is of another type",
        "A value given with --param is read as the param's type: 5 for an int, 5s for a duration, true for a bool.",
        "plan p {}\nparam count : int = 1\ncomponent web { command = \"run\" }\n")
    { FoundBy = FoundBy.Host };

    public static readonly DiagnosticEntry ParamNotDeclaredEntry = new(2015, "param-not-declared", Error,
        "A value was given for a param that the plan doesn't have",
        "The name in --param NAME=VALUE is not declared in the plan.",
        "plan p {}\ncomponent web { command = \"run\" }\n")
    { FoundBy = FoundBy.Host };

    public static readonly DiagnosticEntry WrongOperandsEntry = new(2018, "wrong-operands", Error,
        "The operator can't be applied to these types",
        "Numbers are added to numbers and durations to durations; && and || take booleans; only values of one type are compared.",
        "plan p {}\ncomponent web { command = \"run\"  replicas = 2 + \"3\" }\n");

    public static readonly DiagnosticEntry BadArithmeticEntry = new(2019, "bad-arithmetic", Error,
        "The result is no number",
        "A division by zero, or a result that is too large.",
        "plan p {}\ncomponent web { command = \"run\"  replicas = 2 / 0 }\n");

    public static readonly DiagnosticEntry MissingPropertyEntry = new(2020, "missing-property", Error,
        "A property that is needed is missing",
        "An environment needs a target, a health check by command its command, a check by http or tcp a port in the component, a canary its steps, a check of a metric its bounds, a scale its min and max, an approval those who give it.",
        "plan p {}\ncomponent web { command = \"run\"  health command { every = 5s } }\n");

    public static readonly DiagnosticEntry BadConfigKeyEntry = new(2021, "bad-config-key", Error,
        "Not the name of an environment variable",
        "Config becomes environment variables: letters, digits and '_', not beginning with a digit. Lumina itself sets PORT, LUMINA_CONFIG_DIR, LUMINA_SECRETS_DIR, and what tells an instance who it is: LUMINA_COMPONENT, LUMINA_INSTANCE and the like.",
        "plan p {}\ncomponent web { command = \"run\"  config { LOG-LEVEL = \"info\" } }\n");

    public static readonly DiagnosticEntry BadTextEntry = new(2022, "bad-text", Error,
        "A text that can't be used here",
        "A path of a health check begins with '/'; an image is a reference such as lumina/web:1.4.0; a command is not empty; a freeze begins and ends at a day and a time such as Fri 18:00.",
        "plan p {}\ncomponent web { command = \"run\"  port = 80  health http { path = \"health\" } }\n");

    public static readonly DiagnosticEntry TooMuchTextEntry = new(2024, "values-too-large", Error,
        "A value that grows too large",
        "A text may have 1 Mi characters, and all texts of a plan that are put together from others 64 Mi.",
        "plan p {}\nlet a = \"" + new string('x', 1024) + "\"\nlet b = \"${a}${a}${a}${a}${a}${a}${a}${a}\"\nlet c = \"${b}${b}${b}${b}${b}${b}${b}${b}\"\n" +
        "let d = \"${c}${c}${c}${c}${c}${c}${c}${c}\"\nlet e = \"${d}${d}${d}${d}${d}${d}${d}${d}\"\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry NoSecretReferenceEntry = new(2040, "no-secret-reference", Error,
        "A secret whose value is no reference",
        "A plan says where a secret is kept, never what it is: vault(path, key), vault(path, key, version) or sealed(name).",
        "plan p {}\ncomponent web { command = \"run\"  secret API_KEY = \"abc\" }\n");

    public static readonly DiagnosticEntry SecretElsewhereEntry = new(2041, "secret-elsewhere", Error,
        "A reference to a secret outside of a secret",
        "vault and sealed stand for no text that could be put into other values, so that a secret can't end up in a log or a change set. They are the value of a secret, and nothing else.",
        "plan p {}\ncomponent web { command = \"run\"  config { API_KEY = vault(\"web\", \"key\") } }\n");

    public static readonly DiagnosticEntry OutputElsewhereEntry = new(2042, "output-not-known-yet", Error,
        "What infrastructure gives is not known yet here",
        "infrastructure.NAME.OUTPUT is known only when the infrastructure has been applied. It can be the value of a config key or of a Terraform variable, or stand in its text, but nothing can be calculated from it.",
        "plan p {}\ninfrastructure net { terraform \"infra\" }\ncomponent web { command = \"run\"  replicas = 1  version = infrastructure.net.version }\n");

    public static readonly DiagnosticEntry ConflictEntry = new(2043, "conflicting-properties", Error,
        "Properties that can't stand together",
        "A check has bounds (min, max) or a comparison; tolerance belongs to the comparison, query to a metric of one's own.",
        "plan p {}\ncomponent web {\n  command = \"run\"\n  strategy canary {\n    step 50%\n    check errors { metric = error_rate  max = 1%  tolerance = 5% }\n  }\n}\n");

    public static readonly DiagnosticEntry NoEnvironmentEntry = new(2044, "no-environment-here", Error,
        "There is no environment here",
        "A pipeline goes through all environments, so environment.name means nothing in it.",
        "plan p {}\ncomponent web { command = \"run\" }\npipeline release { stage test { run = [\"test\", environment.name] } }\n");

    public static readonly DiagnosticEntry UnknownTimeZoneEntry = new(2045, "unknown-time-zone", Error,
        "No such time zone",
        "Time zones are named as in the IANA database, after a city: Europe/Berlin, America/New_York; or UTC. The names are known to Lumina itself, so a plan is right or wrong on every machine alike.",
        "plan p {}\nenvironment production { target process  freeze \"Fri 18:00\" to \"Mon 06:00\" in \"Europe/Berlim\" }\ncomponent web { command = \"run\" }\n");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        WrongTypeEntry, WrongArgumentsEntry, OutOfRangeEntry, ParamWithoutValueEntry, NotAllowedEntry, ParamUnreadableEntry,
        ParamNotDeclaredEntry, WrongOperandsEntry, BadArithmeticEntry, MissingPropertyEntry, BadConfigKeyEntry, BadTextEntry, TooMuchTextEntry,
        NoSecretReferenceEntry, SecretElsewhereEntry, OutputElsewhereEntry, ConflictEntry, NoEnvironmentEntry, UnknownTimeZoneEntry,
    ];

    public static Diagnostic WrongType(SourceLocation at, string what, string wanted, string found, string? better, bool isSure = false) =>
        WrongTypeEntry.At(at, $"{what} takes {wanted}, not {found}.", Suggestion.Write(better, at) is { } fix ? fix with { IsSafe = isSure } : null);

    public static Diagnostic WrongArguments(SourceLocation at, string message) => WrongArgumentsEntry.At(at, message);

    public static Diagnostic OutOfRange(SourceLocation at, string what, string found, string range) =>
        OutOfRangeEntry.At(at, $"{what} is {found}; it must be {range}.");

    public static Diagnostic ParamWithoutValue(SourceLocation at, string name) =>
        ParamWithoutValueEntry.At(at, $"The param '{name}' has no default and was not given; use --param {name}=VALUE.");

    public static Diagnostic NotAllowed(SourceLocation at, string name, string found, string allowed) =>
        NotAllowedEntry.At(at, $"'{found}' is not allowed for the param '{name}'; allowed are {allowed}.");

    public static Diagnostic ParamUnreadable(SourceLocation at, string name, string origin, string given, string type, string example) =>
        ParamUnreadableEntry.At(at, $"{origin} gives the param '{name}' {given}, which is no {type}; one is written {example}.");

    public static Diagnostic ParamNotDeclared(SourceLocation at, string name, string origin, string? near) =>
        ParamNotDeclaredEntry.At(at, $"{origin} gives a value for the param '{name}', which the plan does not declare.{Suggestion.Ask(near)}");

    public static Diagnostic WrongOperands(SourceLocation at, string message) => WrongOperandsEntry.At(at, message);

    public static Diagnostic BadArithmetic(SourceLocation at, string why) => BadArithmeticEntry.At(at, why);

    public static Diagnostic MissingProperty(SourceLocation at, string message) => MissingPropertyEntry.At(at, message);

    public static Diagnostic BadConfigKey(SourceLocation at, string key, string why, string? better) =>
        BadConfigKeyEntry.At(at, $"'{key}' can't be a config key: {why}.", Suggestion.Write(better, at));

    public static Diagnostic BadSecretName(SourceLocation at, string name, string why, string? better) =>
        BadConfigKeyEntry.At(at, $"'{name}' can't be the name of a secret: {why}.", Suggestion.Write(better, at));

    public static Diagnostic NoSecretReference(SourceLocation at) =>
        NoSecretReferenceEntry.At(at, "A secret's value is a reference, vault(path, key) or sealed(name); what it is never stands in a plan.");

    public static Diagnostic SecretElsewhere(SourceLocation at, string function) =>
        SecretElsewhereEntry.At(at, $"'{function}' can only be the value of a secret: write secret NAME = {function}(…) in the component.");

    public static Diagnostic OutputElsewhere(SourceLocation at, string output) =>
        OutputElsewhereEntry.At(at, $"'{output}' is known only when the infrastructure has been applied; it can stand in a config value or a Terraform variable, by itself or in a text.");

    public static Diagnostic Conflict(SourceLocation at, string message) => ConflictEntry.At(at, message);

    public static Diagnostic NoEnvironment(SourceLocation at) => NoEnvironmentEntry.At(at, "A pipeline uses this, and a pipeline goes through all environments: there is no environment.name in it.");

    public static Diagnostic UnknownTimeZone(SourceLocation at, string name, string? near, TextFix? fix) =>
        UnknownTimeZoneEntry.At(at, $"There is no time zone '{name}'; time zones are named like Europe/Berlin.{Suggestion.Ask(near)}", fix);

    public static Diagnostic BadText(SourceLocation at, string message, TextFix? fix = null) => BadTextEntry.At(at, message, fix);

    public static Diagnostic TooMuchText(SourceLocation at, string what) => TooMuchTextEntry.At(at, what);
}
