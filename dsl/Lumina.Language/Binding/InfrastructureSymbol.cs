using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Binding;

/// <param name="Name">Its name.</param>
/// <param name="NameToken">Where it is declared.</param>
/// <param name="Settings">What it says for all environments.</param>
internal sealed record InfrastructureSymbol(string Name, SyntaxToken NameToken, Settings Settings)
{
    public bool IsUsed { get; set; }

    /// <summary>What it says for one environment.</summary>
    public Settings SettingsIn(string environment, SourceText source) => ComponentSymbol.Overridden(Settings, Settings, environment, source);

    /// <summary>Whether there is something to make in an environment.</summary>
    public bool IsMadeIn(string environment, SourceText source) =>
        SettingsIn(environment, source) is var here && (here.HasUnknown || here.Section("terraform") is not null);
}

/// <param name="Name">Its name.</param>
/// <param name="NameToken">Where it is declared.</param>
/// <param name="Settings">What it says.</param>
internal sealed record PipelineSymbol(string Name, SyntaxToken NameToken, Settings Settings);
