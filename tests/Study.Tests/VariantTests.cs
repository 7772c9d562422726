using Cacl.Learning;

namespace Cacl.Study.Tests;

public class VariantTests
{
    public static TheoryData<string> Names => [.. Variant.All.Select(variant => variant.Name)];

    [Fact]
    public void No_two_variants_have_one_name() =>
        Assert.Multiple(
            () => Assert.Equal(Variant.Ablations.Count, Variant.Ablations.Select(variant => variant.Name).Distinct().Count()),
            () => Assert.Equal(Variant.Methods.Count, Variant.Methods.Select(variant => variant.Name).Distinct().Count()));

    [Fact]
    public void A_name_that_two_tables_share_stands_for_the_same_options() =>
        Assert.All(
            Variant.Ablations.Concat(Variant.Methods).Concat(Variant.Candidates).GroupBy(variant => variant.Name),
            group => Assert.Single(group.Select(variant => variant.Of(CaclOptions.Small)).Distinct()));

    [Fact]
    public void Each_table_has_one_variant_that_the_others_are_held_against() =>
        Assert.Multiple(
            () => Assert.Equal("full", Assert.Single(Variant.Ablations, variant => variant.IsReference).Name),
            () => Assert.Equal("cacl", Assert.Single(Variant.Methods, variant => variant.IsReference).Name));

    [Fact]
    public void Methods_take_the_preset_that_is_asked_for() =>
        Assert.Multiple(
            () => Assert.Equal(CvrlOptions.Small with { Steps = 8 * CaclOptions.Small.BatchSize / CvrlOptions.Small.BatchSize, Epochs = CaclOptions.Small.Epochs }, Variant.Named(["cvrl"])[0].Of(CaclOptions.Small with { Steps = 8 })),
            () => Assert.Equal(new CvrlOptions { Epochs = CaclOptions.Paper.Epochs, EmbedClips = CaclOptions.Paper.EmbedClips }, Variant.Named(["cvrl"])[0].Of(CaclOptions.Paper)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Variants_are_valid_on_either_preset(string name)
    {
        Variant variant = Assert.Single(Variant.Named([name]));
        variant.Of(CaclOptions.Small).Validate();
        variant.Of(CaclOptions.Paper).Validate();
    }

    [Fact]
    public void Full_is_the_small_preset_itself_and_literal_has_the_papers_form_on_either() =>
        Assert.Multiple(
            () => Assert.Equal(CaclOptions.Small, Of("full", CaclOptions.Small)),
            () => Assert.Equal(CaclOptions.Paper, Of("literal", CaclOptions.Paper)),
            () => Assert.Equal(CaclNegatives.Shared, Of("literal", CaclOptions.Small).Negatives),
            () => Assert.Equal((0, 0, false), (Of("literal", CaclOptions.Small).CrossGradientStart, Of("literal", CaclOptions.Small).CrossGradientRamp, Of("literal", CaclOptions.Small).MaskOwnVideo)));

    [Fact]
    public void Each_pair_is_switched_off_once_and_the_other_three_stay()
    {
        CaclPositives[] off = [.. Variant.Ablations.Where(variant => variant.Name.StartsWith("full-without", StringComparison.Ordinal)).Select(variant => CaclPositives.All & ~((CaclOptions)variant.Of(CaclOptions.Small)).Positives)];
        Assert.Equal([CaclPositives.QueryKey, CaclPositives.QueryTransformerQuery, CaclPositives.QueryTransformerKey, CaclPositives.TransformerQueryTransformerKey], off);
    }

    [Fact]
    public void Every_variant_but_the_untrained_ones_is_shown_as_many_videos() =>
        Assert.All(Variant.All, variant => Assert.Equal(variant.Name.StartsWith("untrained", StringComparison.Ordinal) ? 0 : 320 * CaclOptions.Small.BatchSize, Shown(variant.Of(CaclOptions.Small with { Steps = 320 }))));

    [Fact]
    public void A_name_that_there_is_not_is_refused_with_those_that_there_are() =>
        Assert.StartsWith("There is no variant 'half'. There are: untrained, degree, ", Assert.Throws<UsageException>(() => Variant.Named(["full", "half"])).Message, StringComparison.Ordinal);

    private static int? Shown(PretrainingOptions options) => options.Steps * options.BatchSize;

    private static CaclOptions Of(string name, CaclOptions shared) => (CaclOptions)Variant.Named([name])[0].Of(shared);
}
