using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Policy.Model;

/// <summary>The way from specs to what rules see.</summary>
internal static class ModelReading
{
    public static PolicyModel Of(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = request.Now.ToUniversalTime();
        ImmutableArray<ComponentView> components = [.. request.Plan.Components.Select(spec => Of(spec, now))];
        var wanted = components.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var environment = request.Plan.Environment;
        return new()
        {
            Moment = request.Moment,
            Plan = new()
            {
                Name = request.Plan.Name,
                Version = request.Plan.Version,
                Owner = request.Plan.Owner,
                Components = components,
                Infrastructure = [.. request.Plan.Infrastructure.Select(Of)],
            },
            Environment = new()
            {
                Name = environment.Name,
                Target = Of(environment.Target),
                After = environment.After,
                Soak = environment.Soak,
                Approval = environment.Approval is { } approval ? new() { From = approval.From, Count = approval.Count, Expires = approval.Expires } : null,
                Freezes = [.. environment.Freezes.Select(f => new FreezeView { From = f.From.ToString(), To = f.To.ToString(), TimeZone = f.TimeZone })],
                OnConflict = environment.OnConflict,
            },
            Deployment = new()
            {
                Id = request.Deployment.Id,
                Kind = request.Deployment.Kind,
                Actor = request.Deployment.Actor,
                Reason = request.Deployment.Reason,
                ApprovedBy = request.Deployment.ApprovedBy,
                Changes = [.. request.Changes.Changes.Select(change => Of(change, request.Running, wanted, now))],
            },
            Clock = new() { Now = now },
            Step = request.Step is { } step
                ? new() { Component = step.Component, Number = step.Number, Of = step.Of, Weight = Share(step.Weight), Revision = step.Revision }
                : null,
        };
    }

    private static ComponentView Of(ComponentSpec spec, DateTimeOffset now) => new()
    {
        Name = spec.Name,
        Version = spec.Version,
        Target = Of(spec.Target),
        Image = spec.Image is { } image ? ImageView.Parse(image) : null,
        Command = spec.Command,
        Args = spec.Args,
        Port = spec.Port,
        Replicas = spec.Replicas,
        Config = spec.Config,
        Secrets = [.. spec.SecretUses().Select(use => Of(use.Path[(use.Path.IndexOf(' ', StringComparison.Ordinal) + 1)..], use.Reference, now))],
        DependsOn = spec.DependsOn,
        Health = spec.Health is { } health ? Of(health) : null,
        Strategy = Of(spec.Strategy),
        Rollback = new() { Scope = spec.Rollback.Scope, Within = spec.Rollback.Within, KeepPrevious = spec.Rollback.KeepPrevious },
        Scale = spec.Scale is { } scale ? new() { Min = scale.Min, Max = scale.Max, Cpu = new(scale.Cpu) } : null,
        Resources = spec.Resources is { } resources ? new() { Cpu = resources.Cpu / 1000m, Memory = resources.Memory } : null,
        StopWithin = spec.StopWithin,
    };

    private static ChangeView Of(ComponentChange change, ImmutableSortedDictionary<string, ComponentSpec> running, Dictionary<string, ComponentView> wanted, DateTimeOffset now)
    {
        var after = change.Desired is { } desired ? wanted.GetValueOrDefault(change.Component) ?? Of(desired, now) : null;
        return new()
        {
            Component = change.Component,
            Action = change.Action,
            InPlace = change.InPlace,
            After = after,
            Before = change.Action switch
            {
                ChangeAction.Unchanged => after,
                ChangeAction.Create => null,
                _ => running.TryGetValue(change.Component, out var spec) ? Of(spec, now) : null,
            },
            Values = [.. change.Values.Select(value => new ValueChangeView { Path = value.Path, Before = value.Before, After = value.After })],
            FromRevision = change.FromRevision,
            FromVersion = change.FromVersion,
        };
    }

    private static StrategyView Of(StrategySpec strategy) => strategy switch
    {
        CanarySpec canary => new CanaryView
        {
            Deadline = canary.Deadline,
            MinReady = canary.MinReady,
            Steps = [.. canary.Steps.Select(step => new CanaryStepView { Weight = new(step.Weight), For = step.For })],
            Checks = [.. canary.Checks.Select(Of)],
            NoData = canary.NoData,
            Inconclusive = canary.Inconclusive,
            Mirror = Share(canary.Mirror),
            Sticky = canary.Sticky,
        },
        RollingSpec rolling => new RollingView
        {
            Deadline = rolling.Deadline,
            MinReady = rolling.MinReady,
            Batch = rolling.Batch.ToString(),
            MaxSurge = rolling.MaxSurge.ToString(),
            MaxUnavailable = rolling.MaxUnavailable.ToString(),
        },
        BlueGreenSpec blueGreen => new BlueGreenView
        {
            Deadline = blueGreen.Deadline,
            MinReady = blueGreen.MinReady,
            Switch = blueGreen.Switch,
            IsVerified = blueGreen.Verify is not null,
        },
        RecreateSpec recreate => new RecreateView { Deadline = recreate.Deadline, MinReady = recreate.MinReady },
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy.GetType().Name, "A strategy that rules can't see."),
    };

    private static CheckView Of(MetricCheck check) => new()
    {
        Name = check.Name,
        Metric = check.Metric,
        Source = check switch { { Query: not null } => "prometheus", { Url: not null } => "json", { IsOfTraffic: true } => "traffic", _ => "command" },
        Min = check.Min,
        Max = check.Max,
        IsComparison = check.Compare is not null,
        Tolerance = new(check.Tolerance),
        Over = check.Over,
        IsCritical = check.Critical,
    };

    private static SecretView Of(string name, SecretReference secret, DateTimeOffset now)
    {
        var view = secret switch
        {
            VaultSecret vault => new SecretView { Name = name, Kind = "vault", Path = vault.Path, Key = vault.Key, Version = vault.Version, Newest = vault.Newest || vault.Version is null },
            SealedSecret closed => new SecretView { Name = name, Kind = "sealed", Path = closed.Name, Version = closed.Version is 0 ? null : closed.Version, Newest = true },
            _ => throw new ArgumentOutOfRangeException(nameof(secret), secret.GetType().Name, "A secret that rules can't see."),
        };
        var since = secret.CreatedAt?.ToUniversalTime();
        // A store's clock may be ahead of ours.
        return view with { CreatedAt = since, Age = since is { } made ? (now > made ? now - made : TimeSpan.Zero) : null };
    }

    private static HealthView Of(HealthSpec health) => new()
    {
        Kind = health.Kind,
        Path = health.Kind is HealthKind.Http ? health.Path : null,
        Command = health.Command,
        Every = health.Every,
        Timeout = health.Timeout,
        HealthyAfter = health.HealthyAfter,
        UnhealthyAfter = health.UnhealthyAfter,
        StartWithin = health.StartWithin,
    };

    private static InfrastructureView Of(InfrastructureSpec spec) =>
        new() { Name = spec.Name, Directory = spec.Terraform.Directory, Variables = spec.Terraform.Variables, DependsOn = spec.DependsOn };

    private static TargetView Of(TargetSpec target) => new() { Kind = target.Kind, Options = target.Options };

    private static Percent? Share(decimal? percent) => percent is { } value ? new Percent(value) : null;
}
