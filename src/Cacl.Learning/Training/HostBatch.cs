namespace Cacl.Learning;

/// <summary>A batch as the loader's threads make it, in managed memory.</summary>
/// <param name="Clips">How many clips it holds.</param>
/// <param name="Views">Views of each clip.</param>
/// <param name="Frames">Frames of a clip.</param>
/// <param name="Edge">Height and width of a frame.</param>
/// <param name="Pixels">RGB [clips, views, frames, edge, edge, 3].</param>
/// <param name="Draws">Variation of each view: [views][clips].</param>
/// <param name="Videos">The video of each clip.</param>
/// <param name="Orders">[clips, frames].</param>
/// <param name="DegreeClasses">The class of each order's shuffle degree.</param>
/// <param name="Random">A random number of this batch's own.</param>
internal sealed record HostBatch(
    int Clips, int Views, int Frames, int Edge, byte[] Pixels, ViewDraw[][] Draws, long[] Videos, long[] Orders, long[] DegreeClasses, ulong Random);
