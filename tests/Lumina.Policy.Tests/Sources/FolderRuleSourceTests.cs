using Lumina.Language.Rules;
using Lumina.Policy.Sources;

namespace Lumina.Policy.Tests.Sources;

public sealed class FolderRuleSourceTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "lumina-" + Guid.NewGuid().ToString("N"), "rules");
    private int _reads;
    private List<(string Name, string Text)> _files = [];

    public FolderRuleSourceTests() => Directory.CreateDirectory(_folder);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void All_files_below_are_one_set_in_the_order_of_their_names()
    {
        Write("b.rules", "two");
        Write("a/x.rules", "\uFEFFone");
        Write("notes.md", "none");
        Write(".hidden.rules", "none");

        Source().Read();

        Assert.Equal([("rules/a/x.rules", "one"), ("rules/b.rules", "two")], _files);
    }

    [Fact]
    public void Seen_from_a_folder_files_have_the_names_that_they_have_there_and_each_is_read_once()
    {
        Write("a/x.rules", "one");
        var beside = Path.Combine(_folder, "a");

        ReadFrom(_folder, [_folder, beside, Path.Combine(beside, "x.rules")]);
        Assert.Equal([("a/x.rules", "one")], _files);

        ReadFrom(Path.Combine(_folder, "b"), [beside]);
        Assert.Equal([(Path.Combine(beside, "x.rules").Replace('\\', '/'), "one")], _files);

        void ReadFrom(string home, string[] folders) => new FolderRuleSource(folders, files =>
        {
            _files = [.. files];
            return new(RuleSet.Empty, []);
        }, home).Read();
    }

    [Fact]
    public void What_has_not_changed_is_not_read_again()
    {
        Write("a.rules", "one");
        var source = Source();

        Assert.Same(source.Read(), source.Read());
        Assert.Equal(1, _reads);
        Write("a.rules", "three");
        source.Read();
        Assert.Equal([("rules/a.rules", "three")], _files);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.rules"), new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        source.Read();
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void A_change_that_keeps_length_and_time_is_seen()
    {
        var then = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var source = Source();
        foreach (var text in new[] { "one", "two" })
        {
            Write("a.rules", text);
            File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.rules"), then);
            source.Read();
            Assert.Equal([("rules/a.rules", text)], _files);
        }
    }

    [Fact]
    public void A_folder_without_rules_is_an_error_and_allows_nothing()
    {
        Write("a.rules", "one");
        var source = Source();
        Assert.False(source.Read().IsBroken);
        File.Delete(Path.Combine(_folder, "a.rules"));

        Assert.Equal("LUM8220", Assert.Single(source.Read().Problems).Code);
        Assert.True(Source().Read().IsBroken);
    }

    [Fact]
    public void A_folder_that_goes_is_an_error_until_it_comes_back()
    {
        Write("a.rules", "one");
        var source = Source();
        Assert.False(source.Read().IsBroken);
        Directory.Move(_folder, _folder + "-elsewhere");

        var gone = source.Read();

        Assert.Equal("LUM8220", Assert.Single(gone.Problems).Code);
        Assert.Same(gone, source.Read());
        Directory.Move(_folder + "-elsewhere", _folder);
        Assert.False(source.Read().IsBroken);
    }

    [Fact]
    public void What_is_too_large_or_no_text_is_an_error()
    {
        Write("a.rules", new string(' ', FolderRuleSource.LargestFile + 1));
        Assert.Contains("There are more rules than 2000 files, 1 MiB in one or 16 MiB together", Assert.Single(Source().Read().Problems).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_folder, "a.rules"), [0xC3, 0x28]);
        Assert.Equal("A file of rules is not UTF-8.", Assert.Single(Source().Read().Problems).Message);
    }

    [Fact]
    public void A_link_is_read_anew_when_what_it_leads_to_changes()
    {
        Write(".data/a", "one");
        File.CreateSymbolicLink(Path.Combine(_folder, "a.rules"), Path.Combine(_folder, ".data", "a"));
        var source = Source();
        source.Read();
        Write(".data/a", "three");

        source.Read();

        Assert.Equal([("rules/a.rules", "three")], _files);
    }

    [Fact]
    public void A_file_can_be_named_instead_of_a_folder()
    {
        Write("a.rules", "one");
        Write("b.rules", "two");

        Source(Path.Combine(_folder, "b.rules")).Read();

        Assert.Equal([("b.rules", "two")], _files.Select(f => (Path.GetFileName(f.Name), f.Text)));
    }

    private FolderRuleSource Source(string? folder = null) => new([folder ?? _folder], files =>
    {
        _reads++;
        _files = [.. files];
        return new(RuleSet.Empty, []);
    });

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
