namespace Cacl.Learning;

/// <summary>Where a training run stands after one step.</summary>
/// <param name="Stage">What is being trained, for example <c>frame-moco</c> or <c>cacl</c>.</param>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">The number of epochs of the stage.</param>
/// <param name="Step">The optimiser step, counted from 1 over the whole stage.</param>
/// <param name="Steps">The number of optimiser steps of the stage.</param>
/// <param name="Loss">The loss of this step.</param>
/// <param name="Metrics">The parts of the loss and the accuracies of this step, by name.</param>
/// <param name="LearningRate">The learning rate of this step.</param>
/// <param name="ClipsPerSecond">Training clips per second since the stage began.</param>
/// <param name="Remaining">The estimated time to the end of the stage.</param>
public sealed record TrainingProgress(
    string Stage,
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    IReadOnlyDictionary<string, double> Metrics,
    double LearningRate,
    double ClipsPerSecond,
    TimeSpan Remaining)
{
    /// <summary>
    /// The loss (by the name <c>loss</c>) and the metrics on the held-out videos after this step; null after a step that was not followed
    /// by a validation.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Validation { get; init; }
}
