namespace Cacl.Learning;

/// <summary>A batch as the loader's threads make it, in managed memory.</summary>
/// <param name="Clips">How many clips it holds.</param>
/// <param name="Views">Views of each clip.</param>
/// <param name="Frames">Frames of a clip.</param>
/// <param name="Edge">Height and width that crops are brought to.</param>
/// <param name="Height">Height of a picture, that of the highest crop.</param>
/// <param name="Width">Width of a picture, that of the widest crop.</param>
/// <param name="Pixels">[views][clips], RGB [frames, height, width, 3] each; each crop lies in its picture's top left corner.</param>
/// <param name="Draws">Variation of each view: [views][clips], or [views][clips * frames] where every frame has its own.</param>
/// <param name="Videos">The video of each clip.</param>
/// <param name="Orders">[clips, frames].</param>
/// <param name="DegreeClasses">The class of each order's shuffle degree.</param>
/// <param name="Random">A random number of this batch's own, the same for all ranks.</param>
/// <param name="FirstRow">Where its clips lie among those of all ranks.</param>
/// <param name="CountOfAll">The clips of all ranks together.</param>
/// <param name="FrameNumbers">[clips]; [frames] each, or [2 * frames] where the first view shows another clip of the video than those after it.</param>
internal sealed record HostBatch(
    int Clips, int Views, int Frames, int Edge, int Height, int Width, byte[][][] Pixels, ViewDraw[][] Draws, long[] Videos, long[] Orders, long[] DegreeClasses, ulong Random,
    int FirstRow, int CountOfAll, int[][] FrameNumbers);
