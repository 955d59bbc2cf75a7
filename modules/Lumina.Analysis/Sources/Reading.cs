using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Analysis.Sources;

/// <summary>What a source said when it was asked once. Nothing that can go wrong with it is an exception.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CountedReading), "counted")]
[JsonDerivedType(typeof(MeasuredReading), "measured")]
[JsonDerivedType(typeof(NoDataReading), "noData")]
[JsonDerivedType(typeof(FailedReading), "failed")]
public abstract record Reading;

/// <summary>A gateway's counters.</summary>
/// <param name="Epoch">With another one, counting has begun anew.</param>
/// <param name="At">When they were read.</param>
/// <param name="Canary">The new revision's.</param>
/// <param name="Baseline">Those of the one that ran before; null when there was none.</param>
public sealed record CountedReading(string Epoch, DateTimeOffset At, TrafficCount Canary, TrafficCount? Baseline) : Reading;

/// <summary>Numbers, none of them NaN or infinite.</summary>
/// <param name="Canary">Of the new revision; one, or for a comparison one or more.</param>
/// <param name="Baseline">Of the one that ran before, at the same time; empty unless compared.</param>
public sealed record MeasuredReading(ImmutableArray<double> Canary, ImmutableArray<double> Baseline) : Reading;

/// <summary>The source has answered, and there is no number.</summary>
/// <param name="Reason">What it said.</param>
public sealed record NoDataReading(string Reason) : Reading;

/// <summary>The source has not answered, or nothing that can be understood.</summary>
/// <param name="Reason">What happened.</param>
public sealed record FailedReading(string Reason) : Reading;

/// <summary>What was read for one check.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Reading">What its source said.</param>
public sealed record CheckReading(string Check, Reading Reading);
