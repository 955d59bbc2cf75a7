using System.Text;
using System.Text.Json;
using Lumina.Api;
using Lumina.Language.Plans;

namespace Lumina.Cli.SavedPlans;

/// <summary>Reads and writes saved plans.</summary>
internal static class SavedPlanFile
{
    private const string Extension = ".plan";
    private const string Mark = "\"luminaSavedPlan\"";

    /// <summary>The version of the format that is written; older ones are read too, once there are any.</summary>
    private const int Version = 1;

    private const long Largest = 512L * 1024 * 1024;

    /// <summary>Whether a file is meant to be a saved plan: by its name, or by what it begins with.</summary>
    public static bool IsMeantBy(string path) => path.EndsWith(Extension, StringComparison.Ordinal) || BeginsWithMark(path);

    /// <summary>Puts a new file in the place of the old one, whole or not at all, for its owner's eyes only.</summary>
    /// <exception cref="CliException">It can't be written, or something else lies there.</exception>
    public static void Write(string path, string named, SavedPlan plan)
    {
        if (Directory.Exists(path)) throw Unwritable(named, "it is a folder", null);
        if (File.Exists(path) && !BeginsWithMark(path))
            throw Unwritable(named, "there is a file already that is no saved plan", "Name another one, or move that away.");
        // A name that nobody can have put a link at.
        var beside = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(beside, Private()))
            {
                stream.Write(Bytes(plan));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(beside)) File.Delete(beside);
            throw Unwritable(named, unwritable.Message, null);
        }
    }

    /// <exception cref="CliException">It is not there, no saved plan, too new, or damaged.</exception>
    public static SavedPlan Read(string path, string named)
    {
        var bytes = ReadBytes(path, named);
        try
        {
            using var file = JsonDocument.Parse(bytes);
            if (file.RootElement.ValueKind != JsonValueKind.Object || !file.RootElement.TryGetProperty(Mark.Trim('"'), out var version)) throw Foreign(named);
            if (!version.TryGetInt32(out var number) || number < 1) throw Damaged(named);
            if (number > Version) throw TooNew(named, number);
            return Content(file.RootElement, number, named);
        }
        catch (JsonException)
        {
            throw Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 64))).Contains(Mark, StringComparison.Ordinal) ? Damaged(named) : Foreign(named);
        }
        catch (InvalidOperationException)
        {
            // A value of another kind than the one that was written.
            throw Damaged(named);
        }
    }

    private static SavedPlan Content(JsonElement root, int version, string named)
    {
        if (!root.TryGetProperty("checksum", out var checksum) || !root.TryGetProperty("content", out var content)
            || checksum.GetString() != Checksum(version, content)) throw Damaged(named);
        var plan = content.Deserialize(SavedPlanJson.Default.SavedPlan);
        return plan is { Submission: { Source: not null, Parameters: not null }, Preview: { PlanDigest: not null, ChangeDigest: not null, Changes: not null } }
            ? plan
            : throw Damaged(named);
    }

    private static byte[] Bytes(SavedPlan plan)
    {
        var content = JsonSerializer.SerializeToElement(plan, SavedPlanJson.Default.SavedPlan);
        // An element is written as it will be read: indented, under its envelope. The checksum is over that text.
        using var written = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(new(Version, "", content), SavedPlanJson.Default.SavedPlanEnvelope));
        var checksum = Checksum(Version, written.RootElement.GetProperty("content"));
        return JsonSerializer.SerializeToUtf8Bytes(new(Version, checksum, content), SavedPlanJson.Default.SavedPlanEnvelope);
    }

    private static string Checksum(int version, JsonElement content) =>
        PlanJson.DigestOf(Encoding.UTF8.GetBytes($"lumina saved plan {version}\n{content.GetRawText()}"));

    private static byte[] ReadBytes(string path, string named)
    {
        try
        {
            if (Directory.Exists(path)) throw Unreadable($"{named} is a folder, not a saved plan.");
            return new FileInfo(path).Length <= Largest ? File.ReadAllBytes(path) : throw Foreign(named);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable($"The saved plan {named} is not there.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable($"The saved plan {named} can't be read: {unreadable.Message}");
        }
    }

    private static bool BeginsWithMark(string path)
    {
        try
        {
            // A pipe has no length and may be opened once only; what is read of one by way of a link (/dev/fd) is gone.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return false;
            using var stream = File.OpenRead(path);
            var head = new byte[64];
            var read = stream.CanSeek ? stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) : 0;
            return Encoding.UTF8.GetString(head, 0, read).Contains(Mark, StringComparison.Ordinal);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it will say why it can't be.
            return false;
        }
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static CliException Damaged(string named) => Wrong(
        ProblemCodes.SavedPlanDamaged, $"The saved plan {named} is damaged: it was cut short, or changed after it was saved.", "Save it anew: lumina plan --out FILE");

    private static CliException TooNew(string named, int version) => Wrong(
        ProblemCodes.SavedPlanTooNew, $"The plan {named} was saved by a newer program: its format is {version}, this one reads up to {Version}.",
        "Use that program, or save it anew with this one: lumina plan --out FILE");

    private static CliException Foreign(string named) => Wrong(
        ProblemCodes.NoSavedPlan, $"{named} is no saved plan.", "lumina plan --out FILE saves one; a plan's text ends in .deploy.");

    private static CliException Unreadable(string message) => Wrong(ProblemCodes.FileUnreadable, message, null);

    private static CliException Unwritable(string named, string why, string? remedy) =>
        Wrong(ProblemCodes.FileUnwritable, $"The plan can't be saved to {named}: {why}", remedy ?? "Name a file in a folder that can be written.");

    private static CliException Wrong(string code, string message, string? remedy) => new(ExitCode.Wrong, new(code, message, remedy));
}
