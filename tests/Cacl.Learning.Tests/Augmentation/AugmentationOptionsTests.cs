using Cacl.Clips;

namespace Cacl.Learning.Tests;

public class AugmentationOptionsTests
{
    [Fact]
    public void Presets_hold_the_numbers_of_their_papers()
    {
        AugmentationOptions cacl = AugmentationOptions.Cacl, first = AugmentationOptions.CvrlFirstView, second = AugmentationOptions.CvrlSecondView;

        Assert.Equal(new AugmentationOptions(), cacl);
        Assert.Equal((null, 0.0, 0.0, false), (cacl.CropArea, cacl.BlurProbability, cacl.SolarizeProbability, cacl.PerFrame));
        Assert.Equal((new ValueRange(0.3, 1), new ValueRange(0.5, 2)), (first.CropArea, first.CropAspect));
        Assert.Equal((0.8, 0.8, 0.8, 0.8, 0.2, 0.2, 0.5), (first.JitterProbability, first.Brightness, first.Contrast, first.Saturation, first.Hue, first.GrayscaleProbability, first.FlipProbability));
        Assert.Equal((1.0, new ValueRange(0.1, 2), 23, 0.0, 0.5), (first.BlurProbability, first.BlurSigma, first.BlurKernel, first.SolarizeProbability, first.SolarizeThreshold));
        Assert.Equal(first with { BlurProbability = 0.1, SolarizeProbability = 0.2 }, second);
        (CaclOptions.Small with { Augmentation = first, SecondAugmentation = second }).Validate();
    }

    [Fact]
    public void Every_fault_is_in_one_message()
    {
        CaclOptions options = CaclOptions.Small with
        {
            Augmentation = new AugmentationOptions { CropArea = new ValueRange(0.5, 1.5), CropAspect = new ValueRange(2, 1), BlurSigma = new ValueRange(0, 2), BlurKernel = 22 },
            SecondAugmentation = new AugmentationOptions { BlurProbability = double.NaN, SolarizeProbability = 2, SolarizeThreshold = -1 },
        };

        Assert.Equal(
            "CaclOptions: Augmentation.CropArea is 0.5 to 1.5; it must satisfy 0 < least <= most <= 1. "
            + "Augmentation.CropAspect is 2 to 1; it must satisfy 0 < least <= most <= 100. "
            + "Augmentation.BlurSigma is 0 to 2; it must satisfy 0 < least <= most <= 1000. "
            + "Augmentation.BlurKernel is 22; it must be odd and from 1 to 1023. "
            + "SecondAugmentation.BlurProbability is NaN; it must be from 0 to 1. "
            + "SecondAugmentation.SolarizeProbability is 2; it must be from 0 to 1. "
            + "SecondAugmentation.SolarizeThreshold is -1; it must be from 0 to 1.",
            Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    [Fact]
    public void The_same_sample_gives_the_same_draws_in_every_version()
    {
        Assert.Equal("12,13 112x112 Hue -0.0230 Brightness 1.2790 Saturation 1.0775 Contrast 1.3008 False 0.0000  True", Written(AugmentationOptions.Cacl));
        Assert.Equal("16,24 120x82 False 0.0000  True", Written(AugmentationOptions.CvrlSecondView));

        static string Written(AugmentationOptions options)
        {
            var random = new SampleRandom(4, 1, 10);
            ViewDraw draw = ViewDraw.From(options, new FrameSize(171, 128), 112, ref random);
            CropBox crop = draw.Crop.GetValueOrDefault();
            return string.Join(' ', [
                $"{crop.Left},{crop.Top} {crop.Width}x{crop.Height}", .. draw.Adjustments.Select(adjustment => $"{adjustment.Kind} {adjustment.Amount:0.0000}"),
                $"{draw.Grayscale} {draw.BlurSigma:0.0000} {draw.SolarizeThreshold} {draw.Flip}"]);
        }
    }

    [Fact]
    public void New_choices_leave_the_older_draws_as_they_are()
    {
        for (int sample = 0; sample < 50; sample++)
        {
            var one = new SampleRandom(3, 0, sample);
            var other = new SampleRandom(3, 0, sample);
            ViewDraw plain = ViewDraw.From(AugmentationOptions.Cacl, ref one);
            ViewDraw filtered = ViewDraw.From(AugmentationOptions.Cacl with { BlurProbability = 1, SolarizeProbability = 1 }, ref other);

            Assert.Equal((plain.Flip, plain.Grayscale), (filtered.Flip, filtered.Grayscale));
            Assert.Equal(plain.Adjustments, filtered.Adjustments);
            Assert.Equal((0, 23, null, 0.5), (plain.BlurKernel, filtered.BlurKernel, plain.SolarizeThreshold, filtered.SolarizeThreshold));
            Assert.InRange(filtered.BlurSigma, 0.1, 2);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Colours_change_as_often_and_as_much_as_the_options_say_in_every_order_alike(bool cvrl)
    {
        const int Samples = 12_000, Bins = 10;
        AugmentationOptions options = cvrl ? AugmentationOptions.CvrlFirstView : AugmentationOptions.Cacl;
        double[] extents = [options.Brightness, options.Contrast, options.Saturation, options.Hue];
        int jittered = 0, gray = 0, mirrored = 0;
        int[,] amounts = new int[4, Bins];
        var orders = new Dictionary<string, int>();
        for (int sample = 0; sample < Samples; sample++)
        {
            var random = new SampleRandom(11, 0, sample);
            ViewDraw draw = ViewDraw.From(options, ref random);
            gray += draw.Grayscale ? 1 : 0;
            mirrored += draw.Flip ? 1 : 0;
            if (draw.Adjustments.Length == 0)
                continue;
            jittered++;
            string order = string.Join(' ', draw.Adjustments.Select(adjustment => adjustment.Kind));
            orders[order] = orders.GetValueOrDefault(order) + 1;
            foreach ((ColorAdjustment kind, double amount) in draw.Adjustments)
            {
                double off = (kind == ColorAdjustment.Hue ? amount : amount - 1) / extents[(int)kind];   // -1 to 1
                amounts[(int)kind, (int)((off + 1) / 2 * Bins)]++;
            }
        }

        AssertNear(0.8, jittered, Samples);
        AssertNear(0.2, gray, Samples);
        AssertNear(0.5, mirrored, Samples);
        Assert.Equal(24, orders.Count);
        Assert.All(orders.Values, count => AssertNear(1.0 / 24, count, jittered));
        Assert.All(amounts.Cast<int>(), count => AssertNear(1.0 / Bins, count, jittered));

        static void AssertNear(double share, int count, int of)
        {
            double four = 4 * Math.Sqrt(share * (1 - share) * of);
            Assert.InRange(count, share * of - four, share * of + four);
        }
    }

    [Fact]
    public void Blur_and_solarisation_come_as_often_as_their_probabilities_say()
    {
        int blurred = 0, solarized = 0;
        for (int sample = 0; sample < 4000; sample++)
        {
            var random = new SampleRandom(9, 0, sample);
            ViewDraw draw = ViewDraw.From(AugmentationOptions.CvrlSecondView, ref random);
            blurred += draw.BlurKernel > 0 ? 1 : 0;
            solarized += draw.SolarizeThreshold is null ? 0 : 1;
        }

        Assert.InRange(blurred, 330, 470);
        Assert.InRange(solarized, 710, 890);
    }
}
