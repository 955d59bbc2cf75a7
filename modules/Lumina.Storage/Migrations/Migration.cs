using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Storage.Migrations;

/// <summary>One numbered script. Scripts that were released never change; a new one follows.</summary>
internal sealed record Migration(int Number, string Name, string Script)
{
    /// <summary>All scripts for SQLite, in order.</summary>
    public static IReadOnlyList<Migration> Sqlite { get; } = Load("Sqlite/");

    /// <summary>All scripts for PostgreSQL, in order.</summary>
    public static IReadOnlyList<Migration> Postgres { get; } = Load("Postgres/");

    /// <summary>SHA-256 of the script, whatever the line ends are that it was checked out with.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));

    private static Migration[] Load(string folder)
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal))
            .Select(resource => Read(resource, resource[folder.Length..^".sql".Length]))
            .OrderBy(migration => migration.Number)];

        Migration Read(string resource, string name)
        {
            using var stream = assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"The script {resource} is not in the assembly.");
            using var reader = new StreamReader(stream);
            return new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}
