namespace Lumina.Cli.Reports;

/// <summary>What <c>doctor</c> prints.</summary>
internal sealed record DoctorReport(bool Healthy, IReadOnlyList<DoctorCheck> Checks);

/// <param name="Name">What was looked at.</param>
/// <param name="Ok">Whether it works.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record DoctorCheck(string Name, bool Ok, string Message, string? Remedy = null);
