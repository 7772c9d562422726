using Cacl.Clips;

namespace Cacl.Learning;

/// <summary>Reads the clips of many videos on the thread pool, some videos ahead, and gives them in order.</summary>
internal static class ClipFeed
{
    /// <summary>Gives the clips of each video that can be read.</summary>
    /// <param name="videos">The videos.</param>
    /// <param name="options">Frames, interval, sizes, segment.</param>
    /// <param name="selection">Which clips of each.</param>
    /// <param name="stage">The name that progress carries.</param>
    /// <param name="progress">Told after every video.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="take">Takes a video and its clips, RGB bytes [clips, frames, crop size, crop size, 3], on the calling thread.</param>
    /// <returns>The videos that are faulty.</returns>
    /// <exception cref="InvalidDataException">That is all of them.</exception>
    public static FaultyVideos ForEach(
        IReadOnlyList<VideoEntry> videos, ClipOptions options, ClipSelection selection, string stage, IProgress<EvaluationProgress>? progress, CancellationToken cancellation, Action<VideoEntry, byte[]> take)
    {
        var skipped = new List<SkippedVideo>();
        var usedInPart = new List<IncompleteVideo>();
        var ahead = new Queue<Task<(byte[]? Pixels, string? Fault)>>();
        int next = 0;
        try
        {
            for (int done = 0; done < videos.Count; done++)
            {
                while (next < videos.Count && ahead.Count <= Environment.ProcessorCount)
                {
                    string path = videos[next++].Path;
                    ahead.Enqueue(Task.Run(() => Read(path, options, selection), cancellation));
                }

                Task<(byte[]? Pixels, string? Fault)> made = ahead.Dequeue();
                Task.WaitAny([made], cancellation);
                (byte[]? pixels, string? fault) = made.GetAwaiter().GetResult();
                if (pixels is null)
                    skipped.Add(new SkippedVideo(videos[done].Path, fault!));
                else
                    take(videos[done], pixels);
                if (pixels is not null && fault is not null)
                    usedInPart.Add(new IncompleteVideo(videos[done].Path, fault));
                progress?.Report(new EvaluationProgress(stage, done + 1, videos.Count));
            }
        }
        finally
        {
            // What is under way holds nothing but its own file; a fault of it is of no interest any more.
            foreach (Task left in ahead)
                _ = left.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return skipped.Count < videos.Count
            ? new FaultyVideos(skipped, usedInPart)
            : throw new InvalidDataException($"None of {videos.Count} videos can be used. The first: {skipped[0].Path}: {skipped[0].Reason}");
    }

    // Without pixels the fault says why there are none, else what the video lacks.
    private static (byte[]? Pixels, string? Fault) Read(string path, ClipOptions options, ClipSelection selection)
    {
        try
        {
            using var reader = new ClipReader(path, options);
            SampleRandom random = default;
            byte[]? pixels = null;
            reader.Read(selection, ref random, ref pixels);
            return (pixels, reader.Ending.Shortfall);
        }
        catch (VideoException exception)
        {
            return (null, exception.Cause);
        }
    }
}
