namespace Cacl.Clips.Tests;

public class ClipSelectionTests
{
    private static readonly ClipOptions Stretched = new() { FixedSize = new FrameSize(171, 128) };

    [Fact]
    public void One_clip_in_the_middle_is_the_default()
    {
        var selection = new ClipSelection();

        Assert.Equal((ClipPlacement.Uniform, 1, 1, CropPlacement.Centre), (selection.Placement, selection.Count, selection.Stride, selection.Crop));
        Assert.Equal(1, selection.ClipCount);
        Assert.Equal(new FrameSize(112, 112), selection.FrameSizeOf(new ClipOptions()));
    }

    [Fact]
    public void Three_crops_treble_the_clips_and_a_dense_selection_has_no_fixed_number()
    {
        Assert.Equal(30, new ClipSelection { Count = 10, Crop = CropPlacement.Three }.ClipCount);
        Assert.Null(new ClipSelection { Placement = ClipPlacement.Dense, Stride = 8 }.ClipCount);
    }

    [Fact]
    public void Whole_frames_have_the_fixed_size_and_need_one()
    {
        var whole = new ClipSelection { Crop = CropPlacement.Whole };

        Assert.Equal(new FrameSize(171, 128), whole.FrameSizeOf(Stretched));
        Assert.Empty(FaultsOf(whole, Stretched));
        Assert.Empty(FaultsOf(whole, new ClipOptions { FixedSize = new FrameSize(64, 48) }));
        Assert.Equal(
            ["S.Crop is Whole; it needs a C.FixedSize, since frames that keep their shape are not all of one size."],
            FaultsOf(whole, new ClipOptions()));
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_all_told()
    {
        Assert.Equal(
            [
                "C.Frames is 1; it must be from 2 to 1024.",
                "S.Count is 4; with Placement Dense the video's length and Stride tell the number of clips, and it must be 1.",
                "S.Stride is 0; it must be at least 1.",
            ],
            FaultsOf(new ClipSelection { Placement = ClipPlacement.Dense, Count = 4, Stride = 0 }, new ClipOptions { Frames = 1 }));
        Assert.Equal(
            [
                "S.Placement is 9; it must be one of Uniform, Random, Dense.",
                "S.Crop is 9; it must be one of Centre, Random, Three, Whole.",
                "S.Count is 0; it must be from 1 to 10000.",
                "S.Stride is 2; with Placement 9 it must be 1, as only Dense has a stride.",
            ],
            FaultsOf(new ClipSelection { Placement = (ClipPlacement)9, Crop = (CropPlacement)9, Count = 0, Stride = 2 }, new ClipOptions()));
    }

    [Fact]
    public void Clips_that_no_array_holds_are_a_fault()
    {
        Assert.Equal(
            [$"S takes 10000 clips of 16 frames of 112x112 pixels, 602112 bytes each; together they must be at most {Array.MaxLength} bytes."],
            FaultsOf(new ClipSelection { Count = 10_000 }, new ClipOptions()));
    }

    private static List<string> FaultsOf(ClipSelection selection, ClipOptions clips)
    {
        var faults = new List<string>();
        selection.CollectFaults("S", clips, "C", faults);
        return faults;
    }
}
