namespace Cacl.Learning;

/// <summary>The loss or weights became infinite or not a number, so that nothing more can be learned.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(string objective, int step, string fault, double learningRate)
        : base($"Training of {objective} diverged at step {step}: {fault} at learning rate {learningRate:g4}. A lower learning rate or more warm-up steps may help.")
    {
        Step = step;
    }

    /// <summary>The step, counted from 1.</summary>
    public int Step { get; }
}
