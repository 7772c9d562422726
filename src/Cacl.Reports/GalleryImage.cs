namespace Cacl.Reports;

/// <summary>A video as the gallery shows it.</summary>
/// <param name="Jpeg">A thumbnail, as the bytes of a JPEG file; empty where no frame could be had.</param>
/// <param name="Name">The name below the picture, usually the file's name.</param>
/// <param name="Label">The class, or null where there is none.</param>
public sealed record GalleryImage(byte[] Jpeg, string Name, string? Label = null);
