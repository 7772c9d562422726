using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Cacl.Search.Tests.Storage;

public sealed class IndexFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cacl-search-").FullName;

    private string File => Path.Combine(_folder, "videos.index");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 5, SearchSimilarity.Cosine)]
    [InlineData(1, 1, SearchSimilarity.InnerProduct)]
    [InlineData(1200, 513, SearchSimilarity.Cosine)]
    [InlineData(700, 16, SearchSimilarity.InnerProduct)]
    public void What_was_saved_is_loaded_bit_for_bit(int count, int length, SearchSimilarity similarity)
    {
        var random = new Random(count);
        float[][] asked = Samples.Real(random, 40, length);
        using SearchIndex index = Samples.IndexOf(Samples.Real(random, count, length), length, similarity);
        index.Save(File);

        using SearchIndex loaded = SearchIndex.Load(File);

        Assert.Equal((length, similarity), (loaded.Length, loaded.Similarity));
        Assert.Equal(index.Entries, loaded.Entries);
        for (int row = 0; row < count; row++)
            Assert.Equal(index.Vector(row), loaded.Vector(row));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(index.Search(asked, 6, cancellation: cancellation), loaded.Search(asked, 6, cancellation: cancellation));
        Assert.Equal(index.Search(asked[0], 6), loaded.Search(asked[0], 6));

        loaded.Save(File + "2");
        Assert.Equal(System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(File + "2"));
        Assert.Equal(["videos.index", "videos.index2"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Texts_keep_all_letters()
    {
        var builder = new SearchIndexBuilder(1);
        builder.Add("видео/猫 🐈\n\0.mp4", [1], "");
        builder.Add(new string('é', SearchIndexBuilder.LongestText), [1]);
        using SearchIndex index = builder.Build();
        index.Save(File);

        using SearchIndex loaded = SearchIndex.Load(File);
        Assert.Equal(index.Entries, loaded.Entries);
    }

    [Fact]
    public void A_file_cut_anywhere_is_named_as_damaged()
    {
        byte[] whole = Saved();
        for (int length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            string message = Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message;
            Assert.StartsWith(length == 0 ? $"{File} is empty, and no search index." : $"{File} is a damaged search index: ", message);
        }
    }

    [Fact]
    public void A_changed_byte_anywhere_is_noticed()
    {
        byte[] whole = Saved();
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            System.IO.File.WriteAllBytes(File, changed);
            string message = Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message;
            Assert.StartsWith($"{File} is {(at < 8 ? "no search index" : at < 12 ? "a search index of version" : "a damaged search index")}", message);
        }
    }

    [Fact]
    public void Bytes_behind_the_end_are_noticed()
    {
        byte[] whole = Saved();
        System.IO.File.WriteAllBytes(File, [.. whole, 0]);
        Assert.Equal(
            $"{File} is a damaged search index: it has {whole.Length + 1} bytes, and by its beginning it should have {whole.Length}.",
            Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message);
    }

    [Fact]
    public void A_newer_version_is_named()
    {
        byte[] whole = Saved();
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(8), 2);
        System.IO.File.WriteAllBytes(File, whole);
        Assert.Equal(
            $"{File} is a search index of version 2; this program reads those up to version 1. Use a newer program, or make the index again.",
            Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message);
    }

    [Theory]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("C")]
    [InlineData("CaclSrcx and so on")]
    public void A_foreign_file_is_named(string content)
    {
        System.IO.File.WriteAllText(File, content);
        Assert.StartsWith(
            content == "C" ? $"{File} is a damaged search index: it ends after 1 bytes." : $"{File} is no search index: it does not begin with the letters CaclSrch.",
            Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message);
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(16, 0)]
    [InlineData(16, 65_537)]
    [InlineData(20, 0)]
    [InlineData(20, int.MaxValue)]
    [InlineData(24, 60)]
    [InlineData(28, int.MaxValue)]
    [InlineData(32, -1)]
    [InlineData(36, 1)]
    [InlineData(8, 0)]
    public void Impossible_numbers_are_refused_before_memory_is_taken_for_them(int at, int number)
    {
        byte[] whole = Saved();
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(at), number);
        System.IO.File.WriteAllBytes(File, whole);
        Assert.Equal($"{File} is a damaged search index: its beginning holds impossible numbers.", Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(File, Assert.Throws<FileNotFoundException>(() => SearchIndex.Load(File)).Message);

    [Fact]
    public void Saving_replaces_an_older_file_and_leaves_one_that_is_open_as_it_was()
    {
        using SearchIndex old = Samples.IndexOf([[1, 0], [0, 1]], 2, SearchSimilarity.Cosine);
        old.Save(File);
        using SearchIndex opened = SearchIndex.Load(File);

        Samples.IndexOf([[1, 1]], 2, SearchSimilarity.Cosine).Save(File);

        Assert.Equal([0, 1], opened.Vector(1));
        using SearchIndex again = SearchIndex.Load(File);
        Assert.Single(again.Entries);
    }

    [Fact]
    public void Saving_that_fails_keeps_the_older_file_and_leaves_no_other()
    {
        using SearchIndex index = Samples.IndexOf([[1, 0]], 2, SearchSimilarity.Cosine);
        Directory.CreateDirectory(File);

        Assert.ThrowsAny<Exception>(() => index.Save(File));

        Assert.Equal(["videos.index"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Several_may_save_to_the_same_file_at_once()
    {
        using SearchIndex index = Samples.IndexOf(Samples.Real(new Random(3), 300, 33), 33, SearchSimilarity.Cosine);
        System.IO.File.WriteAllText(File + ".partial", "another's");

        Parallel.For(0, 16, _ => index.Save(File));

        using SearchIndex loaded = SearchIndex.Load(File);
        Assert.Equal(index.Entries, loaded.Entries);
        Assert.Equal("another's", System.IO.File.ReadAllText(File + ".partial"));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Saving_makes_a_folder_that_is_not_there()
    {
        using SearchIndex index = Samples.IndexOf([[1, 0]], 2, SearchSimilarity.Cosine);
        string file = Path.Combine(_folder, "none", "videos.index");

        index.Save(file);

        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(SearchIndexBuilder.LongestText + 1, 0)]
    [InlineData(1, SearchIndexBuilder.LongestText + 1)]
    public void Texts_that_no_entry_may_have_are_refused(int idLength, int labelLength)
    {
        AlignedFloats block = VectorBlocks.NewBlock(1);
        block.Span[0] = 1;
        using var vectors = new VectorBlocks(1, 1, [block]);
        IndexFile.Write(File, SearchSimilarity.Cosine, vectors, [new SearchEntry(new string('i', idLength), new string('l', labelLength))]);

        Assert.Equal(
            $"{File} is a damaged search index: the name of row 0 has {idLength} characters and its label {labelLength}; a name has 1 to 32767, a label no more.",
            Assert.Throws<InvalidDataException>(() => SearchIndex.Load(File)).Message);
    }

    [Fact]
    public void A_loaded_index_that_nobody_disposes_does_not_stay_mapped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which files are mapped is read from /proc.");
        Saved();
        Assert.True(IsMappedWhileItIsUsed(File));

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.DoesNotContain(File, System.IO.File.ReadAllText("/proc/self/maps"));
    }

    // A frame of its own, so that nothing on the stack holds the index afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsMappedWhileItIsUsed(string file)
    {
        SearchIndex index = SearchIndex.Load(file);
        bool isMapped = System.IO.File.ReadAllText("/proc/self/maps").Contains(file, StringComparison.Ordinal);
        return isMapped && index.Vector(0).Length == 5;
    }

    [Fact]
    public async Task A_loaded_index_may_be_disposed_while_it_is_searched()
    {
        var random = new Random(1);
        float[][] rows = Samples.Whole(random, 4000, 64);
        Samples.IndexOf(rows, 64, SearchSimilarity.InnerProduct).Save(File);
        for (int round = 0; round < 10; round++)
        {
            SearchIndex index = SearchIndex.Load(File);
            using var started = new SemaphoreSlim(0);
            Task search = Task.Run(() =>
            {
                started.Release();
                try
                {
                    while (true)
                        Assert.Equal(3, index.Search(rows[5], 3).Count);
                }
                catch (ObjectDisposedException)
                {
                }
            }, TestContext.Current.CancellationToken);
            await started.WaitAsync(TestContext.Current.CancellationToken);
            index.Dispose();
            await search;
        }
    }

    // 7 rows of 5 elements.
    private byte[] Saved()
    {
        using SearchIndex index = Samples.IndexOf(Samples.Real(new Random(7), 7, 5), 5, SearchSimilarity.Cosine);
        index.Save(File);
        return System.IO.File.ReadAllBytes(File);
    }
}
