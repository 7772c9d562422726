using Cacl.Learning;
using TorchSharp;

namespace JobMember;

/// <summary>Sums on two threads at a time, in an order of each rank's own, and says what came of it.</summary>
internal static class Beside
{
    private const int Sums = 20, Large = 1_100_001;

    public static void Say(Communicator job)
    {
        Task<bool> other = Task.Run(() => Run(job.AllReduceSumBeside, 3));
        // The first is in both at a time, while the others are still in these.
        if (job.Rank > 0)
            other.Wait();
        bool own = Run(job.AllReduceSum, 1);
        Console.WriteLine($"beside {other.Result}, {own}; several machines {job.IsOfSeveralMachines}");

        bool Run(Action<torch.Tensor> sum, int factor)
        {
            bool isRight = true;
            for (int i = 0; i < Sums; i++)
            {
                using torch.Tensor values = torch.full(Large, (float)(factor * (i + job.Rank)));
                sum(values);
                using torch.Tensor expected = torch.full(Large, (float)(factor * ((i * job.Size) + (job.Size * (job.Size - 1) / 2))));
                isRight &= values.Equals(expected);
            }

            return isRight;
        }
    }
}
