namespace Cacl.Fuzz.Tests;

public sealed class MutationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cacl-fuzz-tests-");
    private readonly string[] _files;

    public MutationTests()
    {
        _files = [Path.Combine(_folder.FullName, "a.avi"), Path.Combine(_folder.FullName, "b.mp4")];
        File.WriteAllBytes(_files[0], [.. Enumerable.Range(0, 3000).Select(i => (byte)(i % 7 == 0 ? 'm' : i))]);
        File.WriteAllBytes(_files[1], [1]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Mutations_are_functions_of_seed_and_number()
    {
        for (int number = 0; number < 300; number++)
        {
            Mutation mutation = Mutation.Make(_files, 5, number), again = Mutation.Make(_files, 5, number);
            Assert.Equal((mutation.Kind, mutation.Base), (again.Kind, again.Base));
            Assert.Equal(mutation.Bytes, again.Bytes);
        }
    }

    [Fact]
    public void Every_kind_of_damage_comes_up_and_files_of_one_byte_stand_it()
    {
        Mutation[] mutations = [.. Enumerable.Range(0, 2000).Select(number => Mutation.Make(_files, 1, number))];
        Assert.Equal(13, mutations.Select(mutation => mutation.Kind).Distinct().Count());
        byte[] whole = File.ReadAllBytes(_files[0]);
        int[] same = [.. mutations.Where(mutation => mutation.Base == "a.avi" && mutation.Kind != Mutation.Whole).Select(mutation => mutation.Bytes.AsSpan().SequenceEqual(whole) ? 1 : 0)];
        // Flipping a bit twice, or writing what is there, changes nothing; that must stay rare.
        Assert.InRange(same.Sum(), 0, same.Length / 20);
    }
}
