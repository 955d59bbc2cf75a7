namespace Lumina.Rehearsal.Drawing;

/// <summary>
/// Where on the paper a moment is. A second in which something happens is as wide as a day in which nothing does: the width of the time between two
/// things that happen grows with its logarithm.
/// </summary>
internal sealed class TimeAxis
{
    private const double Least = 3;
    private const double PerDecade = 16;

    private readonly TimeSpan[] _moments;
    private readonly double[] _at;

    public TimeAxis(IEnumerable<TimeSpan> moments, double left, double width)
    {
        _moments = [.. moments.Append(TimeSpan.Zero).Distinct().Order()];
        _at = new double[_moments.Length];
        for (var i = 1; i < _moments.Length; i++)
            _at[i] = _at[i - 1] + Least + PerDecade * Math.Log10(1 + (_moments[i] - _moments[i - 1]).TotalSeconds / 0.2);
        var scale = _at[^1] > 0 ? width / _at[^1] : 0;
        for (var i = 0; i < _at.Length; i++)
            _at[i] = left + _at[i] * scale;
    }

    /// <summary>Of a moment at which something happens.</summary>
    public double Of(TimeSpan moment) => _at[Math.Max(0, Array.BinarySearch(_moments, moment))];
}
