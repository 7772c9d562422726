using System.Security.Cryptography;
using System.Text;
using Cacl.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace JobMember;

/// <summary>Makes every call with every type, and says what came of it.</summary>
internal static class Collectives
{
    /// <summary>More than a piece of 4 MB, and no multiple of one.</summary>
    private const int Large = 1_100_001;

    private static readonly ScalarType[] Types =
        [ScalarType.Byte, ScalarType.Bool, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];

    private static readonly ScalarType[] Summed = [ScalarType.Float32, ScalarType.Float64, ScalarType.Int64];

    public static void Say(Communicator job)
    {
        foreach (int count in new[] { 5, 0 })
        {
            foreach (ScalarType type in Types)
                Exchange(job, type, count);
        }
        Exchange(job, ScalarType.Float32, Large);

        // A part of a larger tensor, whose neighbours stay.
        using Tensor whole = Values(job.Rank, 9, ScalarType.Float32);
        using Tensor slice = whole.narrow(0, 3, 2);
        job.AllReduceSum(slice);
        job.Broadcast(whole.narrow(0, 7, 1), job.Size - 1);
        Say("slice", whole);

        // A text of each rank, each of another length and the first of none.
        Console.WriteLine($"texts {string.Join('|', job.AllGather(Encoding.UTF8.GetBytes(new string('x', job.Rank))).Select(Encoding.UTF8.GetString))}");

        // Sums that must be rounded, in an order of the library's own: the same bits everywhere all the same.
        using Generator generator = new(7);
        using Tensor drawn = randn([job.Size, Large], generator: generator);
        using Tensor sum = drawn[job.Rank].clone();
        job.AllReduceSum(sum);
        using Tensor exact = drawn.to(float64).sum(dim: 0);
        Say("rounded", sum);
        Console.WriteLine($"near {(sum - exact).abs().max().ToDouble() < 1e-5}");

        SayFault("sum of bytes", () => job.AllReduceSum(zeros(2, ScalarType.Byte)));
        SayFault("strided", () => job.AllReduceSum(zeros(4, 4).t()));
        SayFault("root", () => job.Broadcast(zeros(2), job.Size));
        SayFault("rows", () => job.AllGather(tensor(1f)));
        SayFault("joined", () => Communicator.Join());
        job.Barrier();
    }

    public static void SayAfterLeaving(Communicator job)
    {
        job.Dispose();
        job.Dispose();
        SayFault("left", job.Barrier);
        SayFault("left", () => job.AllReduceSum(zeros(2)));
        SayFault("left", () => job.AllGather("x"u8));
    }

    /// <summary>Ranks that disagree on how much there is to sum.</summary>
    public static void Mismatch(Communicator job)
    {
        using Tensor values = zeros(3 + job.Rank);
        SayFault("mismatch", () => job.AllReduceSum(values));
        job.Barrier();
        job.Dispose();
    }

    /// <summary>Never returns where a rank does not join in.</summary>
    public static void Wait(Communicator job)
    {
        using Tensor values = zeros(3);
        job.AllReduceSum(values);
        Console.WriteLine("went on without the rank that failed");
    }

    /// <summary>Small whole numbers that tell rank and place; those of bool are 0 and 1.</summary>
    private static Tensor Values(int rank, int count, ScalarType type)
    {
        using Tensor numbers = (arange(count, int64) + (37 * rank)).remainder(type == ScalarType.Bool ? 2 : 113);
        return numbers.to(type);
    }

    private static void Exchange(Communicator job, ScalarType type, int count)
    {
        if (Summed.Contains(type))
        {
            using Tensor summed = Values(job.Rank, count, type);
            job.AllReduceSum(summed);
            Say($"sum {type} {count}", summed);
        }
        using Tensor values = Values(job.Rank, count, type);
        job.Broadcast(values, job.Size - 1);
        Say($"broadcast {type} {count}", values);
        using Tensor rows = Values(job.Rank, 3 * count, type).view(3, count);
        using Tensor all = job.AllGather(rows);
        Say($"gather {type} [{string.Join(", ", all.shape)}]", all);
    }

    private static void Say(string call, Tensor values)
    {
        using Tensor numbers = values.to(float64).cpu().contiguous();
        string text = values.numel() < 100
            ? string.Join(' ', numbers.data<double>().ToArray())
            : Convert.ToHexString(SHA256.HashData(numbers.bytes));
        Console.WriteLine($"{call}: {text}");
    }

    private static void SayFault(string call, Action make)
    {
        try
        {
            make();
            Console.WriteLine($"{call}: no fault");
        }
        catch (Exception exception) when (exception is ArgumentException or CommunicatorException or ObjectDisposedException)
        {
            Console.WriteLine($"{call}: {(exception is ObjectDisposedException ? "disposed" : exception.Message)}");
        }
    }
}
