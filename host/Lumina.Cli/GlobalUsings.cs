global using DiagnosticEntry = Lumina.Api.DiagnosticEntry;
global using Suggestion = Lumina.Cli.CommandLine.Suggestion;
