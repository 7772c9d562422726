namespace Cacl.Learning;

/// <summary>Which optimiser a training run uses.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum .9.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay; betas .9 and .999.</summary>
    AdamW,
}
