using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lumina.Language.Plans;

namespace Lumina.Configuration.Exporting;

/// <summary>A configuration for other programs: as text in the forms that they read. In the place of a secret's value stands where it is kept.</summary>
public static class ConfigurationExport
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Without all that is secret: its variables, and the files with a secret in them.</summary>
    public static ConfigurationVersion WithoutSecrets(ConfigurationVersion configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration with
        {
            Variables = configuration.Variables.RemoveRange(configuration.Variables.Where(v => v.Value.Secret is not null).Select(v => v.Key)),
            Files = configuration.Files.RemoveRange(configuration.Files.Where(f => SecretPlace.IsSecret(f.Value)).Select(f => f.Key)),
        };
    }

    /// <summary>Variables as <c>NAME='value'</c>, which <c>config_from</c> reads; secrets and files as comments.</summary>
    public static string Env(ConfigurationVersion configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = new StringBuilder();
        foreach (var (name, value) in configuration.Variables)
            text.Append(value.Secret is { } secret ? $"# {name} is a secret: {SecretPlace.Of(secret)}\n" : $"{name}={Quoted(value.Text ?? "")}\n");
        foreach (var (path, file) in configuration.Files)
            text.Append($"# file {OneLine(path)}{(file.Variable is { } variable ? $", in ${variable}" : "")}\n");
        return text.ToString();
    }

    /// <summary><c>variables</c> by name and <c>files</c> by path; a secret as an object that says where it is kept.</summary>
    public static string Json(ConfigurationVersion configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Written))
        {
            json.WriteStartObject();
            json.WriteStartObject("variables");
            foreach (var (name, value) in configuration.Variables)
            {
                if (value.Secret is { } secret)
                {
                    json.WriteStartObject(name);
                    foreach (var (key, part) in Parts(secret))
                        Write(json, key, part);
                    json.WriteEndObject();
                }
                else
                {
                    json.WriteString(name, value.Text);
                }
            }
            json.WriteEndObject();
            json.WriteStartObject("files");
            foreach (var (path, file) in configuration.Files)
            {
                json.WriteStartObject(path);
                foreach (var (key, part) in Parts(file))
                    Write(json, key, part);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>The same as <see cref="Json"/>, as YAML.</summary>
    public static string Yaml(ConfigurationVersion configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = new StringBuilder();
        text.Append(configuration.Variables.IsEmpty ? "variables: {}\n" : "variables:\n");
        foreach (var (name, value) in configuration.Variables)
            Append(name, value.Secret is { } secret ? Parts(secret) : null, value.Text);
        text.Append(configuration.Files.IsEmpty ? "files: {}\n" : "files:\n");
        foreach (var (path, file) in configuration.Files)
            Append(path, Parts(file), null);
        return text.ToString();

        void Append(string name, IEnumerable<(string Key, object Value)>? parts, string? plain)
        {
            text.Append($"  {Scalar(name)}:{(parts is null ? " " + Scalar(plain ?? "") : "")}\n");
            foreach (var (key, part) in parts ?? [])
                text.Append($"    {key}: {Scalar(part)}\n");
        }
    }

    /// <summary>Files by their paths in a folder: an absolute path begins there.</summary>
    /// <exception cref="ArgumentException">A path leads out of the folder.</exception>
    public static ImmutableSortedDictionary<string, string> Files(ConfigurationVersion configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.Files.ToImmutableSortedDictionary(file => Inside(file.Key), file => SecretPlace.TextOf(file.Value), StringComparer.Ordinal);
    }

    private static string Inside(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Length == 0 || parts.Contains("..") ? throw new ArgumentException($"The file '{path}' leads out of the folder.", nameof(path)) : string.Join('/', parts);
    }

    private static (string Key, object Value)[] Parts(SecretReference secret)
    {
        (string, object)[] place = secret switch
        {
            VaultSecret vault => [("vault", vault.Path), ("key", vault.Key)],
            SealedSecret kept => [("sealed", kept.Name)],
            _ => [("secret", SecretPlace.Of(secret))],
        };
        var version = secret is VaultSecret { Version: { } of } ? of : secret is SealedSecret { Version: > 0 and var ofSealed } ? ofSealed : 0;
        return version > 0 ? [.. place, ("version", version)] : place;
    }

    private static IEnumerable<(string Key, object Value)> Parts(ConfiguredFile file)
    {
        if (file.Variable is { } variable)
            yield return ("variable", variable);
        if (SecretPlace.IsSecret(file))
            yield return ("secret", true);
        yield return ("content", SecretPlace.TextOf(file));
    }

    private static void Write(Utf8JsonWriter json, string key, object part)
    {
        switch (part)
        {
            case int number:
                json.WriteNumber(key, number);
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            default:
                json.WriteString(key, (string)part);
                break;
        }
    }

    /// <summary>A text in double quotes is the same in JSON and in YAML.</summary>
    private static string Scalar(object part) => part switch
    {
        int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode((string)part)}\"",
    };

    /// <summary>In single quotes, in which all is as it stands; where one of these is in it, in double quotes.</summary>
    private static string Quoted(string value)
    {
        if (!value.Contains('\'', StringComparison.Ordinal) && !value.Contains('\r', StringComparison.Ordinal))
            return $"'{value}'";
        var text = new StringBuilder("\"");
        foreach (var c in value)
            text.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '$' => "\\$", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        return text.Append('"').ToString();
    }

    private static string OneLine(string path) => path.ReplaceLineEndings(" ");
}
