namespace Lumina.Language.Editing;

/// <summary>What a name can name.</summary>
public enum PlanSymbolKind
{
    /// <summary>The plan itself.</summary>
    Plan,

    /// <summary>A value that is given from outside.</summary>
    Param,

    /// <summary>A name for a value.</summary>
    Let,

    /// <summary>Where a plan runs.</summary>
    Environment,

    /// <summary>Something that runs.</summary>
    Component,

    /// <summary>What components have in common.</summary>
    Template,

    /// <summary>What is made before components run.</summary>
    Infrastructure,

    /// <summary>Stages on the way to production.</summary>
    Pipeline,

    /// <summary>One stage of a pipeline.</summary>
    Stage,

    /// <summary>The name that a file gives to one that it imports.</summary>
    Import,

    /// <summary>What a <c>for</c> counts with.</summary>
    Variable,

    /// <summary>A rule of a policy team.</summary>
    Rule,
}
