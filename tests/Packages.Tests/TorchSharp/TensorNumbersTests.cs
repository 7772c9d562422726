using TorchSharp;
using static Packages.Tests.Torch.Fixtures;
using static TorchSharp.torch;

namespace Packages.Tests.Torch;

[Collection("Torch")]
public class TensorNumbersTests
{
    private static Tensor A => Wave(3, 4);

    private static Tensor B => Wave(3, 4).flip(1) + 0.1;

    private static Tensor C => A.abs() + 0.5;

    private static Tensor Rows => tensor(new long[] { 2, 0 });

    private static readonly Dictionary<string, Func<Tensor>> s_cases = new()
    {
        ["add"] = () => A + B, ["sub"] = () => A - B, ["mul"] = () => A * B, ["div"] = () => A / B, ["neg"] = () => -A,
        ["rsub"] = () => 2 - A, ["rdiv"] = () => 1 / C, ["remainder"] = () => A % 0.7,
        ["pow"] = () => C.pow(1.5), ["pow_tensor"] = () => C.pow(B), ["exp"] = () => A.exp(), ["log"] = () => C.log(), ["sqrt"] = () => C.sqrt(),
        ["rsqrt"] = () => C.rsqrt(), ["abs"] = () => A.abs(), ["sigmoid"] = () => A.sigmoid(), ["tanh"] = () => A.tanh(), ["sin"] = () => A.sin(),
        ["cos"] = () => A.cos(), ["floor"] = () => A.floor(), ["round"] = () => A.round(), ["clamp"] = () => A.clamp(-1, 0.5),
        ["clamp_min"] = () => A.clamp(min: 0.ToScalar()), ["eq"] = () => A == A, ["lt"] = () => A < B, ["ge"] = () => A >= 0,
        ["where"] = () => where(A > B, A, B), ["maximum"] = () => maximum(A, B), ["minimum"] = () => minimum(A, B),
        ["logical"] = () => ((A > 0) & (B > 0)) | (A > 1), ["sum"] = () => A.sum(), ["sum_dim"] = () => A.sum(1),
        ["sum_keep"] = () => A.sum([0, 1], keepdim: true), ["mean"] = () => A.mean(), ["mean_dim"] = () => A.mean([0]),
        ["std"] = () => A.std(), ["std_dim"] = () => A.std(1), ["var"] = () => A.var(0, unbiased: false), ["max"] = () => A.max(),
        ["max_dim"] = () => A.max(1).values, ["max_index"] = () => A.max(1).Item2, ["min_dim"] = () => A.min(0).values,
        ["argmax"] = () => A.argmax(), ["argmin_dim"] = () => A.argmin(1), ["amax"] = () => A.amax([0L]), ["norm"] = () => A.norm(),
        ["norm_dim"] = () => A.norm(1, false, 2f), ["norm_one"] = () => A.norm(1f), ["softmax"] = () => A.softmax(1),
        ["log_softmax"] = () => A.log_softmax(0), ["logsumexp"] = () => A.logsumexp(1), ["cumsum"] = () => A.cumsum(1), ["prod"] = () => C.prod(),
        ["any"] = () => (A > 1.9).any(), ["all"] = () => (A > -3).all(1), ["topk"] = () => A.topk(2).Item1,
        ["topk_index"] = () => A.topk(2, 0, largest: false).Item2, ["sort"] = () => A.sort(1, descending: true).Item1,
        ["argsort"] = () => A.argsort(0), ["matmul"] = () => A.matmul(B.t()), ["bmm"] = () => bmm(Wave(2, 3, 4), Wave(2, 4, 2)),
        ["dot"] = () => A[0].dot(B[0]), ["outer"] = () => outer(A[0], B[TensorIndex.Colon, 0]), ["einsum"] = () => einsum("ij,kj->ik", A, B),
        ["permute"] = () => Wave(2, 3, 4).permute(2, 0, 1), ["transpose"] = () => A.transpose(0, 1), ["flip"] = () => A.flip(0),
        ["roll"] = () => A.roll(2, 1), ["roll_two"] = () => A.roll([1L, -1], [0L, 1]), ["repeat"] = () => A.repeat(2, 1),
        ["expand"] = () => A[TensorIndex.Slice(0, 1)].expand(3, 4), ["narrow"] = () => A.narrow(1, 1, 2), ["chunk"] = () => A.chunk(2, 1)[1],
        ["split"] = () => A.split([1L, 3], 1)[1], ["unbind"] = () => A.unbind(1)[2], ["index_select"] = () => A.index_select(0, Rows),
        ["gather"] = () => A.gather(1, tensor(new long[,] { { 0, 3 }, { 1, 1 }, { 2, 0 } })), ["unfold"] = () => A.unfold(1, 2, 1),
        ["diagonal"] = () => A.diagonal(0, 0, 1), ["triu"] = () => A.triu(1), ["tril"] = () => A.tril(), ["cat"] = () => cat([A, B], 1),
        ["stack"] = () => stack([A, B], 1), ["scatter"] = () => zeros(3, 4).scatter_(1, tensor(new long[,] { { 0 }, { 2 }, { 1 } }), 5 * ones(3, 1)),
        ["index_add"] = () => zeros(3, 4).index_add_(0, Rows, A.narrow(0, 0, 2), 2), ["index_copy"] = () => zeros(3, 4).index_copy_(0, Rows, B.narrow(0, 0, 2)),
        ["masked_fill"] = () => A.masked_fill(A < 0, 9), ["masked_select"] = () => A.masked_select(A > 0.5),
        ["addcmul"] = () => A.clone().addcmul_(B, C, 0.5), ["addcdiv"] = () => A.clone().addcdiv_(B, C, -0.1),
        ["lerp"] = () => A.clone().lerp_(B, tensor(0.25f)), ["slice"] = () => A[TensorIndex.Slice(1), TensorIndex.Slice(null, null, 2)],
        ["newaxis"] = () => A[TensorIndex.Colon, TensorIndex.None, 1], ["ellipsis"] = () => Wave(2, 3, 4)[TensorIndex.Ellipsis, 1],
        ["index_tensor"] = () => A[TensorIndex.Tensor(Rows), TensorIndex.Slice(null, 2)], ["index_last"] = () => A[TensorIndex.Colon, TensorIndex.Tensor(Rows)],
        ["arange"] = () => arange(3, 11, 2), ["arange_float"] = () => arange(0.0, 1.0, 0.25), ["linspace"] = () => linspace(-1, 1, 5),
        ["eye"] = () => eye(2, 3), ["full"] = () => full(2, 2, 3), ["to_long"] = () => (A * 3).to(int64),
        ["bincount"] = () => bincount(tensor(new long[] { 0, 3, 1, 1, 2 })), ["isfinite"] = () => isfinite(1 / tensor(new[] { 0f, 1f })),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operator_gives_the_numbers_of_PyTorch(string name) => Same("tensor." + name, s_cases[name]());

    [Fact]
    public void Every_operator_fixture_is_compared() =>
        Assert.Equal(Names("tensor.").Select(name => name["tensor.".Length..]).Order(), s_cases.Keys.Order());

    [Fact]
    public void Writing_through_an_index_changes_that_part_only()
    {
        Tensor t = zeros(2, 3);
        t[0, 1] = 5f;
        t[1] = tensor(new[] { 1f, 2f, 3f });
        t[TensorIndex.Colon, 2] = 7f;
        Assert.Equal([0f, 5, 7, 1, 2, 7], t.data<float>().ToArray());
        t[TensorIndex.Tensor(tensor(new long[] { 0 })), TensorIndex.Slice(0, 2)] = 9f;
        Assert.Equal([9f, 9, 7, 1, 2, 7], t.data<float>().ToArray());
        t[t > 6] = 0f;
        Assert.Equal([0f, 0, 0, 1, 2, 0], t.data<float>().ToArray());
    }

    [Fact]
    public void Data_reads_in_row_major_order_whatever_the_strides()
    {
        Tensor t = arange(6, float32).reshape(2, 3).t();
        Assert.Equal([0f, 3, 1, 4, 2, 5], t.data<float>().ToArray());
        Assert.Equal(4f, t.data<float>()[1, 1]);
        Assert.Throws<ArgumentException>(() => t.data<long>());
    }

    [Fact]
    public void Bytes_are_the_memory_of_the_tensor_itself()
    {
        Tensor t = tensor(new byte[] { 1, 2, 3 });
        t.bytes[1] = 9;
        Assert.Equal(new byte[] { 1, 9, 3 }, t.data<byte>().ToArray());
        t.bytes = new byte[] { 4, 5, 6 };
        Assert.Equal(5, t[1].item<byte>());
    }

    [Fact]
    public void Numbers_keep_their_types()
    {
        Assert.Equal(ScalarType.Int64, tensor(3L).dtype);
        Assert.Equal(ScalarType.Float32, tensor(3f).dtype);
        Assert.Equal(ScalarType.Float64, tensor(3.0).dtype);
        Assert.Equal(ScalarType.Float32, (tensor(3f) * 2.5).dtype);
        Assert.Equal(ScalarType.Float32, (tensor(3) / 2).dtype);
        Assert.Equal(ScalarType.Bool, (tensor(3) > 2).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1, 2 }, float32).dtype);
        Assert.Equal(1.5f, (tensor(3) / 2).item<float>());
    }
}
