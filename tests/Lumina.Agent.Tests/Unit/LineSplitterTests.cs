using System.Text;
using Lumina.Agent.Logs;

namespace Lumina.Agent.Tests.Unit;

public sealed class LineSplitterTests
{
    private readonly LineSplitter _splitter = new();

    [Fact]
    public void Lines_come_whole_however_the_bytes_come()
    {
        var text = "one\r\ntwö\n\nthree"u8.ToArray();
        var lines = text.SelectMany(value => _splitter.Add(new[] { value })).ToList();
        Assert.Equal(["one", "twö", ""], lines);
        Assert.Equal("three", _splitter.Rest());
        Assert.Null(_splitter.Rest());
    }

    [Fact]
    public void A_line_that_is_too_long_is_cut()
    {
        var lines = _splitter.Add(Encoding.ASCII.GetBytes(new string('x', LineSplitter.Longest + 5) + "\n")).ToList();
        Assert.Equal([LineSplitter.Longest, 5], lines.Select(line => line.Length));
    }
}
