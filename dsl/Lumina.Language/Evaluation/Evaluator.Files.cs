using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Text;

namespace Lumina.Language.Evaluation;

/// <summary>Files that plans read.</summary>
internal sealed partial class Evaluator
{
    /// <summary>A file and what it says; null when it can't be read, which has been reported.</summary>
    /// <param name="written">Its path as it is written, relative to the file in which that stands.</param>
    /// <param name="place">Where it is written.</param>
    public OutsideFile? ReadFile(string written, TextSpan place)
    {
        var at = diagnostics.Locate(place);
        var shown = written.Length <= 120 ? written : written[..120] + "…";
        if (RelativePath.ProblemOf(written) is { } problem)
        {
            FailWhenTaken(FileFindings.BadPath(at, shown, problem));
            return null;
        }
        var path = RelativePath.Resolve(Source.FileAt(place.Start).Path, written);
        var answer = surroundings.ReadFile(path);
        var why = answer.Text is not { } text ? answer.Problem ?? "it can't be read"
            : text.Length > TextBudget.LongestText ? "it is longer than 1 Mi characters"
            : TextChecks.FindUnreadable(shown, text) is not null ? "it has a NUL character or half of a surrogate pair in it"
            : null;
        if (why is null)
            return new OutsideFile(path, answer.Text!.StartsWith('\uFEFF') ? answer.Text[1..] : answer.Text);
        FailWhenTaken(FileFindings.FileUnreadable(at, shown, why));
        return null;
    }
}

/// <summary>A file that a plan reads.</summary>
/// <param name="Path">As seen from the folder of the plan's own file.</param>
/// <param name="Text">What it says, without a byte order mark.</param>
internal sealed record OutsideFile(string Path, string Text);
