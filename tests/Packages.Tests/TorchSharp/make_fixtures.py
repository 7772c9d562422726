"""Writes fixtures.json: what PyTorch computes, for the tests beside this file. Run with the python3 that has torch."""
import json
import math
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
fixtures = {}


def put(name, tensor):
    tensor = tensor.detach()
    kind = "bool" if tensor.dtype == torch.bool else "long" if not tensor.is_floating_point() else "float"
    values = [float(v) if kind == "float" else int(v) for v in tensor.reshape(-1).tolist()]
    values = [v if not isinstance(v, float) or math.isfinite(v) else str(v) for v in values]
    assert name not in fixtures, name
    fixtures[name] = {"kind": kind, "shape": list(tensor.shape), "values": values}


def wave(*shape):
    """Numbers that the tests make again by the same formula, so that they need no room here."""
    count = math.prod(shape)
    return (torch.sin(torch.arange(count, dtype=torch.float64) * 1.7 + 0.3) * 2).float().reshape(shape)


# Modules: weights from wave(), output, gradients of input and weights.
modules = {
    "conv1d": (nn.Conv1d(2, 4, 3, stride=2, padding=1), (2, 2, 9)),
    "conv2d": (nn.Conv2d(4, 6, 3, stride=2, padding=1, dilation=1, groups=2), (2, 4, 7, 6)),
    "conv2d_rectangle": (nn.Conv2d(3, 2, (3, 1), stride=(2, 1), padding=(1, 0), bias=False), (1, 3, 6, 5)),
    "conv2d_same": (nn.Conv2d(2, 3, 3, padding="same"), (1, 2, 5, 4)),
    "conv2d_reflect": (nn.Conv2d(2, 3, 3, padding=1, padding_mode="reflect"), (1, 2, 5, 4)),
    "conv3d": (nn.Conv3d(2, 3, (3, 3, 3), stride=(1, 2, 2), padding=(1, 1, 1), bias=False), (1, 2, 4, 5, 6)),
    "conv3d_cube": (nn.Conv3d(2, 3, 2, stride=2), (1, 2, 4, 4, 4)),
    "batch_norm1d": (nn.BatchNorm1d(3), (5, 3)),
    "batch_norm2d": (nn.BatchNorm2d(3, eps=1e-3, momentum=0.2), (2, 3, 4, 3)),
    "batch_norm3d": (nn.BatchNorm3d(2), (2, 2, 3, 2, 2)),
    "batch_norm_untracked": (nn.BatchNorm2d(3, affine=False, track_running_stats=False), (2, 3, 4, 3)),
    "layer_norm": (nn.LayerNorm(6), (2, 3, 6)),
    "layer_norm_plane": (nn.LayerNorm([3, 6], eps=1e-3, elementwise_affine=False), (2, 3, 6)),
    "linear": (nn.Linear(5, 4), (3, 5)),
    "linear_unbiased": (nn.Linear(5, 4, bias=False), (2, 3, 5)),
    "relu": (nn.ReLU(), (2, 5)),
    "gelu": (nn.GELU(), (2, 5)),
    "flatten": (nn.Flatten(), (2, 3, 2)),
    "max_pool2d": (nn.MaxPool2d(3, stride=2, padding=1), (1, 2, 6, 5)),
    "max_pool3d": (nn.MaxPool3d((1, 2, 2)), (1, 2, 3, 4, 4)),
    "avg_pool2d": (nn.AvgPool2d(2), (1, 2, 4, 4)),
    "avg_pool3d": (nn.AvgPool3d(2, stride=1, padding=1), (1, 1, 3, 3, 3)),
    "adaptive_avg_pool2d": (nn.AdaptiveAvgPool2d((2, 3)), (1, 2, 5, 7)),
    "adaptive_avg_pool3d": (nn.AdaptiveAvgPool3d(1), (2, 3, 2, 3, 4)),
    "sequential": (nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)), (3, 4)),
}
for name, (module, shape) in modules.items():
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(wave(*parameter.shape))
    source = wave(*shape).requires_grad_()
    output = module(source)
    put(f"module.{name}.output", output)
    (output * wave(*output.shape)).sum().backward()
    put(f"module.{name}.grad_input", source.grad)
    for key, parameter in module.named_parameters():
        put(f"module.{name}.grad.{key}", parameter.grad)
    if isinstance(module, nn.modules.batchnorm._BatchNorm):
        module(source * 2 + 1)
        module.eval()
        put(f"module.{name}.eval", module(source))
        for key, buffer in module.named_buffers():
            put(f"module.{name}.buffer.{key}", buffer)

# Default initialisation at a seed.
for name, make in {
    "linear": lambda: nn.Linear(7, 5),
    "conv1d": lambda: nn.Conv1d(2, 3, 3),
    "conv2d": lambda: nn.Conv2d(4, 4, 3, groups=2),
    "conv3d": lambda: nn.Conv3d(2, 3, (1, 3, 3)),
}.items():
    torch.manual_seed(17)
    for key, parameter in make().named_parameters():
        put(f"init.{name}.{key}", parameter)
for name, fill in {
    "kaiming_uniform_": lambda t: nn.init.kaiming_uniform_(t),
    "kaiming_normal_": lambda t: nn.init.kaiming_normal_(t, mode="fan_out", nonlinearity="relu"),
    "xavier_uniform_": lambda t: nn.init.xavier_uniform_(t),
    "xavier_normal_": lambda t: nn.init.xavier_normal_(t, gain=2),
    "trunc_normal_": lambda t: nn.init.trunc_normal_(t, std=0.02),
    "trunc_normal_tight": lambda t: nn.init.trunc_normal_(t, mean=1, std=2, a=0, b=2),
    "normal_": lambda t: nn.init.normal_(t, 1, 0.5),
    "uniform_": lambda t: nn.init.uniform_(t, -2, 3),
}.items():
    torch.manual_seed(5)
    put(f"init.{name}", fill(torch.empty(6, 4, 2)))
torch.manual_seed(23)
put("random.rand", torch.rand(7))
put("random.randn", torch.randn(20))
put("random.randint", torch.randint(-3, 9, (12,)))
put("random.randperm", torch.randperm(10))
put("random.dropout", F.dropout(torch.ones(16), 0.25))
put("random.generator", torch.randn(5, generator=torch.Generator().manual_seed(3)))

# Optimisers: five steps, weights after each.
for name, make in {
    "sgd": lambda p: torch.optim.SGD(p, 0.1),
    "sgd_momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, weight_decay=0.01),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.05, momentum=0.8, nesterov=True),
    "sgd_dampened": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, dampening=0.3),
    "sgd_maximize": lambda p: torch.optim.SGD(p, 0.01, momentum=0.5, maximize=True),
}.items():
    module = nn.Linear(3, 2)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(wave(*parameter.shape))
    optimizer = make(module.parameters())
    for step in range(5):
        optimizer.zero_grad()
        (module(wave(4, 3) * (step + 1)) ** 2).mean().backward()
        optimizer.step()
        put(f"optim.{name}.{step}", torch.cat([p.reshape(-1) for p in module.parameters()]))

# Functions.
logits, classes = wave(5, 4), torch.tensor([0, 3, 1, 1, 2])
put("cross_entropy.mean", F.cross_entropy(logits, classes))
put("cross_entropy.sum", F.cross_entropy(logits, classes, reduction="sum"))
put("cross_entropy.none", F.cross_entropy(logits, classes, reduction="none"))
put("cross_entropy.weight", F.cross_entropy(logits, classes, weight=torch.tensor([1.0, 2.0, 0.5, 1.5])))
put("cross_entropy.ignored", F.cross_entropy(logits, classes, ignore_index=1))
put("cross_entropy.smooth", F.cross_entropy(logits, classes, label_smoothing=0.1))
put("cross_entropy.soft", F.cross_entropy(logits, wave(5, 4).softmax(1)))
image = wave(1, 2, 4, 5)
put("interpolate.nearest", F.interpolate(image, size=(7, 3)))
put("interpolate.bilinear", F.interpolate(image, size=(7, 9), mode="bilinear"))
put("interpolate.aligned", F.interpolate(image, scale_factor=2.0, mode="bilinear", align_corners=True))
put("interpolate.trilinear", F.interpolate(wave(1, 1, 2, 3, 3), size=(3, 4, 5), mode="trilinear"))
put("pad.constant", F.pad(image, (1, 2, 0, 1), value=0.5))
put("pad.reflect", F.pad(image, (1, 1, 2, 1), mode="reflect"))
put("pad.replicate", F.pad(image, (1, 1, 2, 1), mode="replicate"))
put("one_hot", F.one_hot(classes, 5))
query, key, value = wave(2, 2, 3, 4), wave(2, 2, 5, 4) * 0.5, wave(2, 2, 5, 4) + 1
mask = torch.arange(15).reshape(3, 5) % 4 != 1
scores = query @ key.transpose(-2, -1) / 2
put("attention.plain", scores.softmax(-1) @ value)
put("attention.mask", scores.masked_fill(~mask, -math.inf).softmax(-1) @ value)
put("attention.bias", (scores + wave(3, 5)).softmax(-1) @ value)
put("attention.causal", scores.masked_fill(~torch.ones(3, 5).tril().bool(), -math.inf).softmax(-1) @ value)
put("batch_norm.eval", F.batch_norm(wave(2, 3, 4), wave(3), wave(3).abs() + 1, wave(3), wave(3), False))
put("mse_loss", F.mse_loss(wave(3, 4), wave(3, 4).t().reshape(3, 4)))
put("cosine_similarity", F.cosine_similarity(wave(3, 4), wave(3, 4) ** 2, dim=1))

parameters = [nn.Parameter(torch.zeros(3, 4)), nn.Parameter(torch.zeros(5))]
for norm in (1.0, 2.0):
    for parameter in parameters:
        parameter.grad = wave(*parameter.shape)
    put(f"clip.{norm:g}.norm", nn.utils.clip_grad_norm_(parameters, 1.5, norm_type=norm))
    put(f"clip.{norm:g}.grads", torch.cat([p.grad.reshape(-1) for p in parameters]))

# Tensor operators.
a, b = wave(3, 4), wave(3, 4).flip(1) + 0.1
c = a.abs() + 0.5
index = torch.tensor([2, 0])
for name, result in {
    "add": a + b, "sub": a - b, "mul": a * b, "div": a / b, "neg": -a, "rsub": 2 - a, "rdiv": 1 / c, "remainder": a % 0.7,
    "pow": c ** 1.5, "pow_tensor": c.pow(b), "exp": a.exp(), "log": c.log(), "sqrt": c.sqrt(), "rsqrt": c.rsqrt(), "abs": a.abs(),
    "sigmoid": a.sigmoid(), "tanh": a.tanh(), "sin": a.sin(), "cos": a.cos(), "floor": a.floor(), "round": a.round(), "clamp": a.clamp(-1, 0.5),
    "clamp_min": a.clamp(min=0), "eq": a == a, "lt": a < b, "ge": a >= 0, "where": torch.where(a > b, a, b),
    "maximum": torch.maximum(a, b), "minimum": torch.minimum(a, b), "logical": (a > 0) & (b > 0) | (a > 1),
    "sum": a.sum(), "sum_dim": a.sum(1), "sum_keep": a.sum((0, 1), keepdim=True), "mean": a.mean(), "mean_dim": a.mean((0,)),
    "std": a.std(), "std_dim": a.std(1), "var": a.var(dim=0, unbiased=False), "max": a.max(), "max_dim": a.max(1)[0], "max_index": a.max(1)[1],
    "min_dim": a.min(0)[0], "argmax": a.argmax(), "argmin_dim": a.argmin(1), "amax": a.amax((0,)), "norm": a.norm(), "norm_dim": a.norm(dim=1),
    "norm_one": a.norm(1), "softmax": a.softmax(1), "log_softmax": a.log_softmax(0), "logsumexp": a.logsumexp(1), "cumsum": a.cumsum(1),
    "prod": c.prod(), "any": (a > 1.9).any(), "all": (a > -3).all(1), "topk": a.topk(2)[0], "topk_index": a.topk(2, dim=0, largest=False)[1],
    "sort": a.sort(1, descending=True)[0], "argsort": a.argsort(0), "matmul": a @ b.t(), "bmm": torch.bmm(wave(2, 3, 4), wave(2, 4, 2)),
    "dot": a[0].dot(b[0]), "outer": torch.outer(a[0], b[:, 0]), "einsum": torch.einsum("ij,kj->ik", a, b), "permute": wave(2, 3, 4).permute(2, 0, 1),
    "transpose": a.transpose(0, 1), "flip": a.flip(0), "roll": a.roll(2, 1), "roll_two": a.roll((1, -1), (0, 1)), "repeat": a.repeat(2, 1),
    "expand": a[:1].expand(3, 4), "narrow": a.narrow(1, 1, 2), "chunk": a.chunk(2, 1)[1], "split": a.split([1, 3], 1)[1], "unbind": a.unbind(1)[2],
    "index_select": a.index_select(0, index), "gather": a.gather(1, torch.tensor([[0, 3], [1, 1], [2, 0]])), "unfold": a.unfold(1, 2, 1),
    "diagonal": a.diagonal(), "triu": a.triu(1), "tril": a.tril(), "cat": torch.cat([a, b], 1), "stack": torch.stack([a, b], 1),
    "scatter": torch.zeros(3, 4).scatter_(1, torch.tensor([[0], [2], [1]]), 5 * torch.ones(3, 1)),
    "index_add": torch.zeros(3, 4).index_add_(0, index, a[:2], alpha=2), "index_copy": torch.zeros(3, 4).index_copy_(0, index, b[:2]),
    "masked_fill": a.masked_fill(a < 0, 9), "masked_select": a[a > 0.5], "addcmul": a.clone().addcmul_(b, c, value=0.5),
    "addcdiv": a.clone().addcdiv_(b, c, value=-0.1), "lerp": a.clone().lerp_(b, torch.tensor(0.25)),
    "slice": a[1:, ::2], "newaxis": a[:, None, 1], "ellipsis": wave(2, 3, 4)[..., 1], "index_tensor": a[index, :2], "index_last": a[:, index],
    "arange": torch.arange(3, 11, 2), "arange_float": torch.arange(0.0, 1.0, 0.25), "linspace": torch.linspace(-1, 1, 5), "eye": torch.eye(2, 3),
    "full": torch.full((2, 2), 3.0), "to_long": (a * 3).long(), "bincount": torch.bincount(classes), "isfinite": torch.isfinite(1 / torch.tensor([0.0, 1.0])),
}.items():
    put(f"tensor.{name}", result)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures.json")
with open(path, "w") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in fixtures.items()) + "\n}\n")
print(len(fixtures), "fixtures,", os.path.getsize(path), "bytes")
