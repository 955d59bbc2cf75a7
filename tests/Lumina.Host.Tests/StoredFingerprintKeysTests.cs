using Lumina.Host.Starting;
using Lumina.Storage;

namespace Lumina.Host.Tests;

public sealed class StoredFingerprintKeysTests
{
    [Fact]
    public async Task Hosts_of_one_database_have_one_key_and_those_of_another_have_another()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-key-").FullName;
        try
        {
            using var store = StoreDatabase.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "one.db") });
            using var other = StoreDatabase.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "other.db") });

            var prints = new List<string>();
            foreach (var keys in new[] { new StoredFingerprintKeys(store.DataSource), new StoredFingerprintKeys(store.DataSource), new StoredFingerprintKeys(other.DataSource) })
                prints.Add((await keys.GetAsync(TestContext.Current.CancellationToken)).Of("value"u8));

            Assert.Equal(prints[0], prints[1]);
            Assert.NotEqual(prints[0], prints[2]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
