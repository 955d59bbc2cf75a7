using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Configuration.Tests;

/// <summary>Small configurations. A value's fingerprint is the value itself here.</summary>
internal static class Configurations
{
    public static ConfigurationVersion Empty { get; } = new()
    {
        Variables = ImmutableSortedDictionary.Create<string, ConfiguredValue>(StringComparer.Ordinal),
        Files = ImmutableSortedDictionary.Create<string, ConfiguredFile>(StringComparer.Ordinal),
    };

    public static ConfigurationVersion With(params (string Name, string Text)[] values) => Empty with
    {
        Variables = values.ToImmutableSortedDictionary(v => v.Name, v => new ConfiguredValue(v.Text, null, v.Text, "lumina.deploy:1"), StringComparer.Ordinal),
    };

    public static ConfigurationVersion Secret(string name, int version, string fingerprint) => Empty with
    {
        Variables = Empty.Variables.Add(name, new(null, new VaultSecret { Path = "lumina/core", Key = "key", Version = version }, fingerprint, null)),
    };

    public static ConfigurationVersion File(string path, string text) => Empty with { Files = Empty.Files.Add(path, new([new(text, null)], text, null, null)) };
}
