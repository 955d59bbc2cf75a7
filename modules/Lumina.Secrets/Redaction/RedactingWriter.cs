using System.Buffers;

namespace Lumina.Secrets.Redaction;

/// <summary>
/// Writes what it is given without the values, each of which becomes <c>***</c>, however it is cut into pieces. It holds back only what may be the beginning
/// of a value and is none yet, for as long as it takes: a value may come in pieces with a pause between them. Never more than the longest of their forms.
/// </summary>
/// <param name="redactor">What to look for.</param>
/// <param name="output">Where the rest goes.</param>
public sealed class RedactingWriter(Redactor redactor, Stream output)
{
    private const int LeastTelling = 3;

    private readonly ByteAutomaton _automaton = redactor.Automaton;
    private readonly ArrayBufferWriter<byte> _ready = new();
    private byte[] _held = new byte[4096];
    private bool[] _isHidden = new bool[4096];
    private int _count;
    private int _state;
    private bool _wasHidden;

    /// <summary>Whether something is held back that a later piece decides on.</summary>
    public bool HoldsBack => _count > 0;

    /// <summary>Takes the next piece and writes what is decided.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        foreach (var value in piece)
        {
            if (_count == _held.Length)
                MakeRoom();
            _held[_count] = value;
            _isHidden[_count++] = false;
            _state = _automaton.Next(_state, value);
            if (_automaton.LongestAt(_state) is > 0 and var length)
                // Of a longer one that began like this one some was written already, hidden.
                _isHidden.AsSpan(Math.Max(0, _count - length), Math.Min(length, _count)).Fill(true);
        }

        Release(Decided());
        Flush();
    }

    /// <summary>Nothing more comes: what was held back is written, too.</summary>
    /// <param name="isCut">Whether something would have come: then what is held back is taken for a value, when it is long enough to tell something.</param>
    public void Finish(bool isCut = false)
    {
        if (isCut && _count >= LeastTelling)
            _isHidden.AsSpan(0, _count).Fill(true);
        Release(_count);
        Flush();
        _state = 0;
    }

    /// <summary>How many of the held bytes nothing that comes can change: those before the last possible beginning of a value, and what is hidden after them.</summary>
    private int Decided()
    {
        var decided = Math.Max(0, _count - _automaton.DepthOf(_state));
        while (decided < _count && _isHidden[decided])
            decided++;
        return decided;
    }

    private void MakeRoom()
    {
        Release(Decided());
        if (_count < _held.Length / 2)
            return;
        Array.Resize(ref _held, _held.Length * 2);
        Array.Resize(ref _isHidden, _isHidden.Length * 2);
    }

    /// <summary>Writes so many of the held bytes; a row of hidden ones becomes one mark, also when it comes in two goes.</summary>
    private void Release(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!_isHidden[i])
                _ready.Write(_held.AsSpan(i, 1));
            else if (!_wasHidden)
                _ready.Write("***"u8);
            _wasHidden = _isHidden[i];
        }

        _count -= count;
        Array.Copy(_held, count, _held, 0, _count);
        Array.Copy(_isHidden, count, _isHidden, 0, _count);
    }

    private void Flush()
    {
        output.Write(_ready.WrittenSpan);
        _ready.ResetWrittenCount();
    }
}
