using System.Collections.Immutable;

namespace Lumina.Language.Checks.Style;

/// <summary>All rules of style. A new one is a class in this folder, a line here, and a golden plan that it finds something in.</summary>
internal static class StyleRules
{
    public static ImmutableArray<StyleRule> All { get; } =
    [
        new UnusedLet(), new UnusedParam(), new UnusedTemplate(), new UnusedImport(), new SecretInConfig(), new UnusedDependency(), new SlowHealthCheck(), new LargeBatch(),
        new LongMinReady(), new LongStart(), new RedundantOverride(), new EmptyBlock(), new ConfigKeyCase(), new SingleReplica(),
        new UndescribedParam(), new RepeatedLiteral(), new RedundantInterpolation(), new ShellSyntax(), new LocalAddress(), new ShortRollback(),
    ];
}
