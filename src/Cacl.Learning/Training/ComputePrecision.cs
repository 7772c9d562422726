namespace Cacl.Learning;

/// <summary>The numbers in which a run takes its products: convolutions, linear layers, attention. Everything else stays float32.</summary>
public enum ComputePrecision
{
    /// <summary>Single precision, also on a GPU whose libraries would round by themselves.</summary>
    Float32,

    /// <summary>
    /// Factors are rounded to the 10 bits of TensorFloat-32 within the GPU, all numbers in memory stay float32. Needs an NVIDIA GPU of compute capability
    /// 8.0 (Ampere) or above.
    /// </summary>
    TensorFloat32,

    /// <summary>
    /// Mixed precision: factors and a network's maps are bfloat16, which has float32's range and 7 bits; weights, gradients, statistics, softmax,
    /// losses and queues are float32. Half the memory of maps. Needs an NVIDIA GPU of compute capability 8.0 (Ampere) or above. A CPU rounds the same factors and
    /// takes their products in float32, so that its numbers differ by no more than the order of sums; it is slower than in float32.
    /// </summary>
    BFloat16,
}
