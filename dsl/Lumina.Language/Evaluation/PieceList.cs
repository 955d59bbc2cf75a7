using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Plans;

namespace Lumina.Language.Evaluation;

/// <summary>Puts a text with secrets in it together.</summary>
internal sealed class PieceList
{
    private readonly ImmutableArray<FilePiece>.Builder _pieces = ImmutableArray.CreateBuilder<FilePiece>();
    private readonly StringBuilder _text = new();
    private bool _isUnknown;

    /// <summary>How many characters it has, without its secrets.</summary>
    public int Length { get; private set; }

    /// <param name="text">The next text; null when it could not be worked out.</param>
    public void Add(string? text)
    {
        _isUnknown |= text is null;
        Length += text?.Length ?? 0;
        if (Length <= TextBudget.LongestText)
            _text.Append(text);
    }

    /// <param name="secret">The next secret; null when there is none.</param>
    public void Add(SecretReference? secret)
    {
        _isUnknown |= secret is null;
        EndText();
        _pieces.Add(new FilePiece(null, secret));
    }

    /// <summary>All of it; null when a part of it could not be worked out.</summary>
    public ImmutableArray<FilePiece>? ToPieces()
    {
        EndText();
        return _isUnknown ? null : _pieces.Count == 0 ? [new FilePiece("", null)] : _pieces.ToImmutable();
    }

    private void EndText()
    {
        if (_text.Length == 0)
            return;
        _pieces.Add(new FilePiece(_text.ToString(), null));
        _text.Clear();
    }
}
