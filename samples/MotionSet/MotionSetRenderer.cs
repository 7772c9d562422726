using Cacl.Clips;

namespace Cacl.Samples.MotionSet;

/// <summary>
/// Renders labelled videos in which only the movement tells the class: sprites and backgrounds are patches of real
/// videos, drawn independently of it.
/// </summary>
public static class MotionSetRenderer
{
    // Motion JPEG in AVI: FFmpeg's encoder for it is built in and free of licence conditions, so every build of OpenCV
    // that has FFmpeg writes it, Debian's and the package's. Each frame is coded by itself, so that no frame's
    // compression tells of the movement before it, and seeking is exact.
    private const string Codec = "MJPG";

    /// <summary>Writes FOLDER/train/CLASS/NNN.avi and FOLDER/validate/CLASS/NNN.avi, unless the same set lies there already.</summary>
    /// <param name="folder">Made where it is missing. A motion set of other options in it is replaced.</param>
    /// <param name="textureVideos">Videos to cut textures from; of two and more, training and validation use different ones.</param>
    /// <param name="options">Sizes and seed. The same options and videos give the same frames.</param>
    /// <param name="progress">Told after each video.</param>
    /// <param name="cancellation">Stops between two videos.</param>
    /// <exception cref="ArgumentException">There are no texture videos, or an option is out of range.</exception>
    /// <exception cref="IOException">The folder holds train or validate folders of another origin.</exception>
    /// <exception cref="VideoException">A texture video can't be read.</exception>
    /// <exception cref="NotSupportedException">This build of OpenCV writes no Motion JPEG.</exception>
    public static MotionSetFolders Render(string folder, IReadOnlyList<string> textureVideos, MotionSetOptions options, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(textureVideos);
        ArgumentNullException.ThrowIfNull(options);
        if (textureVideos.Count == 0) throw new ArgumentException("A motion set needs at least one video to cut textures from.", nameof(textureVideos));
        options.Check();

        string train = Path.Combine(folder, "train"), validate = Path.Combine(folder, "validate");
        MotionSetManifest manifest = MotionSetManifest.Of(options, textureVideos);
        if (File.Exists(MotionSetManifest.PathIn(folder)) && File.ReadAllText(MotionSetManifest.PathIn(folder)) == manifest.ToJson())
            return new MotionSetFolders(train, validate, true);

        (TextureSource trainTextures, TextureSource validateTextures) = TextureSource.Split(textureVideos);
        Clear(folder, train, validate);
        Directory.CreateDirectory(folder);
        // Marks the folder as ours while it is being filled, so that a render that was stopped can be replaced.
        (manifest with { Complete = false }).Write(folder);

        MotionKind[] kinds = Enum.GetValues<MotionKind>();
        int done = 0, total = kinds.Length * (options.TrainPerClass + options.ValidatePerClass);
        foreach ((string path, TextureSource textures, int perClass, int stream) in new[] { (train, trainTextures, options.TrainPerClass, 0), (validate, validateTextures, options.ValidatePerClass, 1) })
        {
            foreach (MotionKind kind in kinds)
            {
                string classFolder = Directory.CreateDirectory(Path.Combine(path, kind.ToString().ToLowerInvariant())).FullName;
                for (int i = 0; i < perClass; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var random = new SampleRandom(options.Seed, (long)kind, i, stream);
                    Write(Path.Combine(classFolder, $"{i:000}.avi"), new Scene(textures, options.Width, options.Height, ref random), new Movement(kind, ref random), options);
                    progress?.Report((++done, total));
                }
            }
        }
        manifest.Write(folder);
        return new MotionSetFolders(train, validate, false);
    }

    private static void Write(string path, Scene scene, Movement movement, MotionSetOptions options)
    {
        var frame = new byte[options.Width * options.Height * 3];
        using VideoFileWriter video = VideoFileWriter.Create(path, new FrameSize(options.Width, options.Height), options.FramesPerSecond, Codec);
        for (int i = 0; i < options.Frames; i++)
        {
            scene.Draw(movement.At(i), frame);
            video.Write(frame);
        }
    }

    private static void Clear(string folder, params string[] parts)
    {
        string[] there = [.. parts.Where(Directory.Exists)];
        if (there.Length == 0) return;
        if (!File.Exists(MotionSetManifest.PathIn(folder)))
            throw new IOException($"'{folder}' holds '{Path.GetFileName(there[0])}' but no {Path.GetFileName(MotionSetManifest.PathIn(folder))}: it is no motion set. Choose another folder.");
        foreach (string part in there) Directory.Delete(part, recursive: true);
    }
}
