using Lumina.Api;

namespace Lumina.Cli.Progress;

/// <summary>Shows how a deployment gets on. Disposed when it has ended or is watched no longer.</summary>
internal interface IProgressView : IAsyncDisposable
{
    /// <summary>Something has happened; <paramref name="progress"/> knows of it already.</summary>
    void Show(DeploymentEvent occurrence, DeploymentProgress progress);

    /// <summary>Something about the watching itself.</summary>
    void Say(string message);
}
