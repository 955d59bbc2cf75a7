using CsCheck;
using Lumina.Secrets.Sealing;

namespace Lumina.Secrets.Tests.Sealing;

public sealed class SealedTextTests : IDisposable
{
    private readonly SealedPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_file_is_text_with_a_line_for_each_version_sorted_by_name()
    {
        await _place.SetAsync("web/key");
        await _place.SetAsync("db", "canary-1");
        await _place.SetAsync("db", "canary-2");
        await _place.SetAsync("db", "canary-3", "production");

        var lines = _place.Text.Split('\n');

        Assert.Matches(@"^lumina sealed 1 key [0-9a-f]{16} \(encrypted values, to be committed; lumina secrets --help\)$", lines[0]);
        Assert.Matches(@"^db \* 1 2026-11-24T12:00:00Z [A-Za-z0-9_-]+$", lines[1]);
        Assert.StartsWith("db * 2 ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("db production 1 ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("web/key * 1 ", lines[4], StringComparison.Ordinal);
        Assert.Equal(["end", ""], lines[5..]);
        Assert.DoesNotContain("canary", _place.Text, StringComparison.Ordinal);
        Assert.Equal(_place.Text, SealedText.Read(_place.Text).File!.ToText());
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_a_file_is_refused()
    {
        await _place.SetAsync("db", "canary-1");
        await _place.SetAsync("db", "canary-2");
        var (text, key) = (_place.Text, _place.Keys.Find(_place.Secrets.Read()!.KeyId));
        var refused = 0;
        foreach (var changed in Flips.Of(text))
        {
            // Either it can't be read, or what was changed does not open.
            var isRefused = SealedText.Read(changed).File is not { } file || file.Entries.Any(entry => Envelope.Open(entry.Envelope, key, entry.Address) is null);
            Assert.True(isRefused, $"bit {refused} of {text.Length * 8}");
            refused++;
        }

        Assert.Equal(text.Length * 8, refused);
        Assert.All(SealedText.Read(text).File!.Entries, entry => Assert.NotNull(Envelope.Open(entry.Envelope, key, entry.Address)));
    }

    [Fact]
    public async Task The_values_of_two_lines_can_not_be_swapped_renamed_or_moved_to_another_environment()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("b", "canary-2");
        await _place.SetAsync("c", "canary-3", "staging");
        var (text, file) = (_place.Text, _place.Secrets.Read()!);
        var (a, b) = (file.Find("a", "*")!, file.Find("b", "*")!);

        _place.Text = text.Replace(a.Envelope, "?", StringComparison.Ordinal).Replace(b.Envelope, a.Envelope, StringComparison.Ordinal).Replace("?", b.Envelope, StringComparison.Ordinal);
        Refused("a", "*");
        Refused("b", "*");

        _place.Text = text.Replace("\nb *", "\nd *", StringComparison.Ordinal);
        Refused("d", "*");

        _place.Text = text.Replace("c staging", "c production", StringComparison.Ordinal);
        Refused("c", "production");
    }

    [Fact]
    public async Task An_older_value_can_not_be_passed_off_as_the_newest()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("a", "canary-2");
        var file = _place.Secrets.Read()!;

        _place.Text = _place.Text.Replace(file.Entries[1].Envelope, file.Entries[0].Envelope, StringComparison.Ordinal);

        Refused("a", "*");
    }

    [Fact]
    public async Task A_file_that_was_cut_anywhere_is_refused_as_a_whole()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("b", "canary-2");
        var text = _place.Text;

        for (var length = 0; length < text.Length; length++)
        {
            var (file, problem) = SealedText.Read(text[..length]);
            Assert.Null(file);
            Assert.StartsWith("lumina.sealed line ", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_merge_left_behind_is_told_with_its_line()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("a", "canary-2");
        var text = _place.Text;
        var lines = text.Split('\n');

        Assert.Contains("line 2: a merge left its conflict there", Problem(text.Replace("\na * 1", "\n<<<<<<< HEAD\na * 1", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("version 2 of a is there twice (lines 3 and 4)", Problem(text.Replace(lines[2], lines[2] + "\n" + lines[2], StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("sealed with the key", Problem(text.Replace(lines[0], SealedFile.Header("0123456789abcdef"), StringComparison.Ordinal)), StringComparison.Ordinal);
        // Whoever resolves one by hand need not sort.
        Assert.Equal(text, SealedText.Read(string.Join('\n', lines[0], lines[2], lines[1], "end", "")).File?.ToText());
        Assert.Equal(text, SealedText.Read(text.ReplaceLineEndings("\r\n")).File?.ToText());
    }

    [Fact]
    public async Task A_line_taken_out_of_the_middle_is_missed()
    {
        foreach (var value in new[] { "canary-1", "canary-2", "canary-3" }) await _place.SetAsync("a", value);
        var lines = _place.Text.Split('\n');

        Assert.Contains("line 2: version 2 of a is missing", Problem(string.Join('\n', [lines[0], lines[1], .. lines[3..]])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("{}\n", "line 1: this is no file of sealed secrets")]
    [InlineData("lumina sealed 2 something else\nend\n", "line 1: the file was written by a newer program: its format is 2")]
    [InlineData("lumina sealed 1 key 00\nend\n", "line 1: the file's first line was changed")]
    [InlineData("lumina sealed 1 key 0123456789abcdef (encrypted values, to be committed; lumina secrets --help)\na * 1 2026-11-24T12:00:00Z !!!\nend\n", "line 2: this is no sealed value")]
    public void What_is_no_such_file_is_told(string text, string said) => Assert.Contains(said, Problem(text), StringComparison.Ordinal);

    [Fact]
    public async Task The_compiler_is_told_of_the_newest_version_of_the_environment_or_else_of_all()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("a", "canary-2");
        await _place.SetAsync("a", "canary-3", "production");
        var names = SealedFileReader.Instance.Read(_place.Text);

        Assert.Null(names.Problem);
        Assert.Equal(["a"], names.Names);
        Assert.Equal(2, names.Find("a", "staging")?.Version);
        Assert.Equal(1, names.Find("a", "production")?.Version);
        Assert.Equal(_place.Secrets.Read()!.Find("a", "production")!.Envelope, names.Find("a", "production")!.Envelope);
        Assert.Null(names.Find("b", "staging"));
        Assert.Contains("line 1", SealedFileReader.Instance.Read("nonsense").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused_in_a_sentence() =>
        Gen.String.Sample(text => Assert.NotNull(SealedText.Read(text).Problem));

    private static string Problem(string text) => SealedText.Read(text).Problem ?? "";

    private void Refused(string name, string environment)
    {
        var refusal = Assert.Throws<SealedException>(() => _place.Value(name, environment));
        Assert.Equal(SealedFault.Refused, refusal.Fault);
        Assert.DoesNotContain("canary", refusal.Message, StringComparison.Ordinal);
    }
}
