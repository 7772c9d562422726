namespace Cacl.Learning;

/// <summary>Which optimiser a training run uses.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum .9.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay; betas .9 and .999.</summary>
    AdamW,

    /// <summary>
    /// Layer-wise adaptive rate scaling with momentum .9 and trust coefficient .001, for large batches; biases and the parameters of
    /// norms are neither scaled nor decayed. Source: You et al., arXiv 1708.03888.
    /// </summary>
    Lars,
}
