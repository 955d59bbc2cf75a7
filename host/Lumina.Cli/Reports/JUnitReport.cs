using System.Globalization;
using System.Text;
using System.Xml;
using Lumina.Api;
using Lumina.Policy.Testing;

namespace Lumina.Cli.Reports;

/// <summary>Tests of rules as JUnit XML, which build servers show: a suite for each file, a case for each test.</summary>
internal static class JUnitReport
{
    public static string Of(RuleTestReport report) => Written(xml =>
    {
        WriteHead(xml, "testsuites", "lumina policy test", report.Results.Length, report.Failed, errors: 0, report.Results.Sum(result => result.Took.TotalSeconds));
        foreach (var file in report.Results.GroupBy(result => result.Test.Location.File, StringComparer.Ordinal))
        {
            WriteHead(xml, "testsuite", file.Key, file.Count(), file.Count(result => !result.Passed), errors: 0, file.Sum(result => result.Took.TotalSeconds));
            foreach (var result in file) WriteCase(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    /// <summary>Of rules that can't be asked: an error for each finding.</summary>
    public static string Broken(IReadOnlyCollection<Finding> findings) => Written(xml =>
    {
        WriteHead(xml, "testsuites", "lumina policy test", findings.Count, failures: 0, findings.Count, seconds: 0);
        WriteHead(xml, "testsuite", "rules", findings.Count, failures: 0, findings.Count, seconds: 0);
        foreach (var finding in findings)
        {
            WriteCaseHead(xml, finding.Code, finding.File, finding.File, finding.Line, seconds: 0);
            WriteProblem(xml, "error", finding.Code, finding.Message, string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}:{finding.Column}: {finding.Message}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static string Written(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" })) write(xml);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteHead(XmlWriter xml, string element, string name, int tests, int failures, int errors, double seconds)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("tests", XmlConvert.ToString(tests));
        xml.WriteAttributeString("failures", XmlConvert.ToString(failures));
        xml.WriteAttributeString("errors", XmlConvert.ToString(errors));
        xml.WriteAttributeString("time", Time(seconds));
    }

    private static void WriteCase(XmlWriter xml, RuleTestResult result)
    {
        var at = result.Test.Location;
        // Names tell tests apart, and a rule may have several without a title.
        var name = result.Test.Title ?? string.Create(CultureInfo.InvariantCulture, $"line {at.Line}");
        WriteCaseHead(xml, name, result.Test.Rule, at.File, at.Line, result.Took.TotalSeconds);
        if (!result.Passed)
        {
            var expected = string.Join("; ", result.Unmet.Select(RuleTestsText.Of));
            var lines = result.Unmet.Select(e => $"{RuleTestsText.Place(e.Location)}: expected {RuleTestsText.Of(e)}").Concat(RuleTestsText.Decided(result).Select(d => $"decided {d}"));
            WriteProblem(xml, "failure", "unmet", $"expected {expected}", string.Join('\n', lines));
        }

        xml.WriteEndElement();
    }

    private static void WriteCaseHead(XmlWriter xml, string name, string className, string file, int line, double seconds)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("classname", Clean(className));
        xml.WriteAttributeString("file", Clean(file));
        xml.WriteAttributeString("line", XmlConvert.ToString(line));
        xml.WriteAttributeString("time", Time(seconds));
    }

    private static void WriteProblem(XmlWriter xml, string element, string type, string message, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", Clean(message));
        xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    private static string Time(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>What XML can't hold, such as a bell or half of a surrogate pair, becomes a question mark.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "?");
        return clean.ToString();
    }
}
