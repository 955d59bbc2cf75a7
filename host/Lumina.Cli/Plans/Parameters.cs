namespace Lumina.Cli.Plans;

/// <summary>Reads <c>--param name=value</c>.</summary>
internal static class Parameters
{
    /// <exception cref="CliException">One is not of that form, or comes twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> given)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw CliException.BadCommandLine($"'{text}' is not a param.", "Write it as --param name=value");
            if (!parameters.TryAdd(text[..equals], text[(equals + 1)..]))
                throw CliException.BadCommandLine($"The param '{text[..equals]}' is given twice.");
        }

        return parameters;
    }
}
