namespace Lumina.Analysis.Judging;

/// <summary>What is said of numbers.</summary>
/// <param name="Judgement">What.</param>
/// <param name="Evidence">What was measured against what, in one line.</param>
internal sealed record Finding(Judgement Judgement, string Evidence)
{
    public bool IsBad => Judgement is Judgement.High or Judgement.Low;
}
