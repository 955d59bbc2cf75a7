using System.Collections.Immutable;
using Lumina.Language.Checks;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Infrastructure of one environment.</summary>
internal sealed class InfrastructureBinder(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    /// <summary>What there is to make in the environment, by name.</summary>
    public ImmutableArray<InfrastructureSpec> Bind()
    {
        var symbols = evaluator.Scope.Symbols;
        if (symbols.Infrastructures.Count == 0)
            return [];
        var specs = new SortedDictionary<string, InfrastructureSpec>(StringComparer.Ordinal);
        foreach (var symbol in symbols.Infrastructures)
        {
            var settings = symbol.SettingsIn(evaluator.Scope.Name, Diagnostics.Source);
            if (settings.Section("terraform") is { } terraform)
                specs[symbol.Name] = new InfrastructureSpec { Name = symbol.Name, Terraform = BindTerraform(terraform), DependsOn = BindDependencies(settings) };
            else if (!settings.HasUnknown && !symbol.Settings.Overrides.Any(o => o.Settings.Section("terraform") is not null))
                Diagnostics.Add(GraphFindings.NothingToDo(Diagnostics.Locate(symbol.NameToken.Span), $"The infrastructure '{symbol.Name}' makes nothing: write terraform \"FOLDER\" {{ … }}."));
        }
        CheckCircles(specs);
        return [.. specs.Values];
    }

    private TerraformSpec BindTerraform(SectionSettings terraform)
    {
        var folder = terraform.Label is { } label ? new ValueReader(evaluator).Text(label, "'terraform'") : null;
        if (terraform.Label is null)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(terraform.KindSpan), "Terraform needs the folder of its module: write terraform \"infra/network\" { … }."));
        else if (folder is not null && string.IsNullOrWhiteSpace(folder))
            Diagnostics.Add(ValueFindings.BadText(Diagnostics.Locate(terraform.Label.Span), "The folder of a Terraform module can't be empty."));
        var variables = new SettingsReader(terraform.Settings, evaluator).Texts("A Terraform variable", mayHaveOutputs: true);
        return new TerraformSpec { Directory = folder ?? "", Variables = variables };
    }

    private ImmutableArray<string> BindDependencies(Settings settings)
    {
        if (settings.Relation("depends") is not { } relation)
            return [];
        var symbols = evaluator.Scope.Symbols;
        return NameList.Read(relation.Names, Diagnostics, (name, at) =>
        {
            if (symbols.InfrastructuresByName.GetValueOrDefault(name) is { } known)
                known.IsUsed = true;
            else if (!symbols.Unreadable.Contains(name))
                symbols.Missing.Add(Words.Infrastructure, name, GraphFindings.UnknownInfrastructure(at, name, Diagnostics.Nearest(name, symbols.InfrastructuresByName.Keys)));
        });
    }

    private void CheckCircles(SortedDictionary<string, InfrastructureSpec> specs)
    {
        var names = evaluator.Scope.Symbols.Infrastructures;
        foreach (var circle in CircleSearch.Find([.. names.Select(n => n.Name).Where(specs.ContainsKey)], n => specs[n].DependsOn))
        {
            var settings = evaluator.Scope.Symbols.InfrastructuresByName[circle[0]].SettingsIn(evaluator.Scope.Name, Diagnostics.Source);
            Diagnostics.Add(GraphFindings.InfrastructureCycle(Diagnostics.Locate(settings.Relation("depends")!.Names.Span), CircleSearch.Path(circle)));
        }
    }
}
