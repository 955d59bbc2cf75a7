using System.Data.Common;

namespace Lumina.Deployments.Records;

/// <summary>A grain's state can't be kept now. Unlike what the database's own library throws, it says why to other silos, too.</summary>
[GenerateSerializer]
public sealed class StoreUnavailableException(string reason) : Exception($"The store can't be written now. {reason}")
{
    /// <summary>What stands for a failure of the database, whoever has wrapped it; null when an exception is none.</summary>
    public static StoreUnavailableException? Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException)
                return new StoreUnavailableException(cause.Message);
        }

        return null;
    }
}
