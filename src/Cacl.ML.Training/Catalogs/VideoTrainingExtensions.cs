namespace Cacl.ML;

/// <summary>What this package adds to <see cref="VideoCatalog"/>.</summary>
public static class VideoTrainingExtensions
{
    /// <param name="video">The catalog of a context.</param>
    extension(VideoCatalog video)
    {
        /// <summary>Components that learn an encoder from videos.</summary>
        public VideoTrainersCatalog Trainers => new(video.Context);

        /// <summary>Measures of an embedding.</summary>
        public VideoEvaluateCatalog Evaluate => new(video.Context);
    }
}
