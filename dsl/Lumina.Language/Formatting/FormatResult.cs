using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Formatting;

/// <summary>What came of laying a text out.</summary>
/// <param name="Text">The text in the canonical layout; as it was when <paramref name="Problems"/> says why it was left alone.</param>
/// <param name="Changed">Whether <paramref name="Text"/> differs from what was given.</param>
/// <param name="Problems">Errors of syntax, for which the text was not touched; empty otherwise.</param>
public sealed record FormatResult(string Text, bool Changed, ImmutableArray<Diagnostic> Problems);
