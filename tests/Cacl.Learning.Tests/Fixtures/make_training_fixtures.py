#!/usr/bin/python3
"""Writes the numbers of PyTorch that the tests of training compare with. Needs python3-torch."""
import json
import math
import os
import zlib

import torch
from torch import nn
from torch.nn import functional as F

here = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return [round(float(x), 10) for x in tensor.flatten()]


def write(name, values):
    json.dump(values, open(os.path.join(here, name), "w"))


class Lars(torch.optim.Optimizer):
    """Algorithm 1 of You et al., arXiv 1708.03888; one-dimensional parameters take momentum SGD without decay."""

    def __init__(self, parameters, weight_decay, momentum=0.9, trust=0.001):
        super().__init__(parameters, {"lr": 0, "weight_decay": weight_decay, "momentum": momentum, "trust": trust})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            decay = group["weight_decay"]
            for w in group["params"]:
                v = self.state[w].setdefault("v", torch.zeros_like(w))
                if w.ndim > 1:
                    local = group["trust"] * w.norm() / (w.grad.norm() + decay * w.norm())
                    v.copy_(group["momentum"] * v + group["lr"] * local * (w.grad + decay * w))
                else:
                    v.copy_(group["momentum"] * v + group["lr"] * w.grad)
                w -= v


# Optimisers: a matrix and a vector, six steps at a rate of its own each; weights and gradients are formulas.
rates = [0.5, 0.4, 0.3, 0.3, 0.2, 0.1]
results = {}
for name, make in {
    "Sgd": lambda parameters: torch.optim.SGD(parameters, 1, momentum=0.9, weight_decay=0.01),
    "AdamW": lambda parameters: torch.optim.AdamW(parameters, 1, weight_decay=0.01),
    "Lars": lambda parameters: Lars(parameters, 0.01),
}.items():
    matrix = torch.nn.Parameter((torch.arange(12) * 0.7).sin().view(4, 3))
    vector = torch.nn.Parameter((torch.arange(3) * 1.1).cos())
    optimizer = make([matrix, vector])
    results[name] = []
    for step, rate in enumerate(rates):
        optimizer.param_groups[0]["lr"] = rate
        matrix.grad = (torch.arange(12) * 0.3 + step).cos().view(4, 3)
        vector.grad = (torch.arange(3) * 0.9 + step).sin()
        optimizer.step()
        results[name].append(flat(matrix) + flat(vector))
write("optimizers.json", {"rates": rates, "weightDecay": 0.01, "weights": results})

# Schedules over 20 steps, with and without 4 steps of warm-up, by torch's schedulers: the warm-up multiplies the course.
steps, highest = 20, 0.4
courses = {
    "Cosine": lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps),
    "Step": lambda optimizer: torch.optim.lr_scheduler.MultiStepLR(optimizer, [12, 16], 0.1),
    "Constant": lambda optimizer: torch.optim.lr_scheduler.ConstantLR(optimizer, 1),
}


def rates_of(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], highest)
    scheduler = make(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


rise = [rate / highest for rate in rates_of(lambda optimizer: torch.optim.lr_scheduler.LinearLR(optimizer, 0.25, 1, 3))]
write("schedules.json", {name: {"plain": rates_of(make), "warm": [a * b for a, b in zip(rates_of(make), rise)]} for name, make in courses.items()})

# One step on a batch of four clips in two parts, the gradient cut to a norm of .05: a linear layer and a linear classifier.
clips, frames, edge, length, classes = 4, 2, 8, 5, 3
count = clips * frames * edge * edge * 3
pixels = ((torch.arange(count) * 37 + torch.arange(count) // 384 * 101) % 256).view(clips, frames, edge, edge, 3)
view = (pixels.permute(0, 4, 1, 2, 3) / 255).flatten(1)
encoder, classifier = torch.nn.Linear(view.shape[1], length), torch.nn.Linear(length, classes)
parameters = [*encoder.parameters(), *classifier.parameters()]
for number, parameter in enumerate(parameters):
    parameter.data = (0.1 * torch.sin(torch.arange(parameter.numel()) * 0.7 + number)).view(parameter.shape)
optimizer = torch.optim.SGD(parameters, 0.1, momentum=0.9, weight_decay=5e-4)
labels = torch.tensor([2, 0, 1, 1])
loss = 0
for part in (slice(0, 2), slice(2, 4)):
    value = torch.nn.functional.cross_entropy(classifier(encoder(view[part])), labels[part]) / 2
    value.backward()
    loss += float(value)
norm = math.sqrt(sum(float(parameter.grad.double().square().sum()) for parameter in parameters))
for parameter in parameters:
    parameter.grad *= 0.05 / norm
optimizer.step()
write("accumulated.json", {"loss": loss, "gradientNorm": norm, "encoderWeights": flat(encoder.weight), "classifierWeights": flat(classifier.weight), "classifierBias": flat(classifier.bias)})


# One whole step of CACL on tiny networks: four clips of four frames, 16 x 16, in two views; formula-made weights and queues.
PRIME = 2147483647


def pattern(name, shape):
    """The formula of make_network_fixtures.py."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    n = (zlib.crc32(name.encode()) + i) % PRIME
    n = (n * n % PRIME * 48271 + n * 16807) % PRIME
    return (n.double() * (2 / PRIME) - 1).reshape(shape)


def fill(prefix, network):
    for name, values in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        p = pattern(f"{prefix}.{name}", values.shape)
        if values.dim() > 1:
            p = p * math.sqrt(6 / values[0].numel())
        elif name.endswith("running_var"):
            p = 1 + p / 2
        elif name.endswith("weight"):
            p = 1 + p / 4
        else:
            p = p / 4
        values.copy_(p)
    return network


class Block3d(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv3d(a, b, 3, stride, 1, bias=False), nn.BatchNorm3d(b), nn.ReLU())
        self.conv2 = nn.Sequential(nn.Conv3d(b, b, 3, 1, 1, bias=False), nn.BatchNorm3d(b))
        self.downsample = None if stride == 1 and a == b else nn.Sequential(nn.Conv3d(a, b, 1, stride, bias=False), nn.BatchNorm3d(b))

    def forward(self, x):
        return F.relu(self.conv2(self.conv1(x)) + (x if self.downsample is None else self.downsample(x)))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv3d(3, 4, 3, (1, 2, 2), 1, bias=False), nn.BatchNorm3d(4), nn.ReLU())
        self.layer1, self.layer2 = nn.Sequential(Block3d(4, 4, 1)), nn.Sequential(Block3d(4, 8, 2))

    def forward(self, x):
        return self.layer2(self.layer1(self.stem(x))).mean((2, 3, 4))


class Head(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(features, 10), nn.BatchNorm1d(10), nn.ReLU(), nn.Linear(10, 6))

    def forward(self, x):
        return self.layers(x)


def contrast_head(features, hidden):
    return Head(features) if hidden else nn.Linear(features, 6)


class Cnn(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.encoder, self.contrast = Encoder(), contrast_head(16, hidden)

    def features(self, x, orders):
        twins = torch.stack([clip[:, order] for clip, order in zip(x, orders)])
        clips, shuffled = self.encoder(torch.cat([x, twins])).chunk(2)
        return torch.cat([clips, shuffled], 1)

    def forward(self, x, orders):
        return F.normalize(self.contrast(self.features(x, orders)), dim=1)


class Block2d(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b)
        self.conv2, self.bn2 = nn.Conv2d(b, b, 3, 1, 1, bias=False), nn.BatchNorm2d(b)
        self.downsample = None if stride == 1 and a == b else nn.Sequential(nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b))

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + (x if self.downsample is None else self.downsample(x)))


class Frames(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 4, 5, 2, 2, bias=False), nn.BatchNorm2d(4)
        self.layer1, self.layer2 = nn.Sequential(Block2d(4, 4, 1)), nn.Sequential(Block2d(4, 8, 2))

    def forward(self, x):
        return self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))).mean((2, 3))


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attentionNorm, self.perceptronNorm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.queryKeyValue = nn.Linear(width, 3 * width, bias=False)
        self.project, self.widen, self.narrow = nn.Linear(width, width), nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)) for part in self.queryKeyValue(self.attentionNorm(x)).chunk(3, -1))
        weights = (torch.einsum("nihd,njhd->nhij", q, k) / q.shape[-1] ** .5).softmax(-1)
        x = x + self.project(torch.einsum("nhij,njhd->nihd", weights, v).flatten(2))
        return x + self.narrow(F.gelu(self.widen(self.perceptronNorm(x))))


class VideoTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.norm = nn.Linear(8, 12), nn.LayerNorm(12)
        self.classToken, self.positions = nn.Parameter(torch.empty(1, 1, 12)), nn.Parameter(torch.empty(1, 9, 12))
        self.layers = nn.ModuleList([Layer(12, 2)])

    def forward(self, x):
        x = torch.cat([self.classToken.expand(len(x), -1, -1), self.embed(x)], 1) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.norm(x[:, 0])


class Transformer(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.transformer, self.contrast = VideoTransformer(), contrast_head(12, hidden)

    def forward(self, x, orders, frames):
        with torch.no_grad():
            tokens = frames(x.transpose(1, 2).flatten(0, 1)).unflatten(0, (len(x), -1))
            tokens = torch.cat([tokens, torch.stack([clip[order] for clip, order in zip(tokens, orders)])], 1)
        return F.normalize(self.contrast(self.transformer(tokens)), dim=1)


class Degree(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.classes = nn.Linear(16, 10), nn.Linear(10, 4)

    def forward(self, x):
        return self.classes(F.relu(self.hidden(x)))


# In double precision: batch norm over four rows that lie close together makes the noise of single precision large.
torch.set_default_dtype(torch.float64)
orders = torch.tensor([[0, 1, 2, 3], [1, 0, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
degrees, videos = torch.tensor([0, 1, 2, 3]), torch.tensor([0, 1, 2, 3])
views = [((torch.arange(4 * 4 * 16 * 16 * 3) * 37 + torch.arange(4 * 4 * 16 * 16 * 3) ** 2 % 251 + 90 * view) % 256).view(4, 4, 16, 16, 3).permute(0, 4, 1, 2, 3) / 255 for view in range(2)]


def step(negatives, hidden, mask, share, weight, temperature):
    shared = negatives == "Shared"
    networks = {"cnn": Cnn(hidden), "cnn-twin": Cnn(hidden), "degree-head": Degree(), "frames": Frames().eval(), "transformer": Transformer(hidden), "transformer-twin": Transformer(hidden)}
    for name, network in networks.items():
        fill(name, network)
    cnn, cnn_twin, head, frames, transformer, transformer_twin = networks.values()
    queues = {name: F.normalize(pattern(f"queue.{name}", (10, 6)).double(), dim=1) for name in ("cnn", "transformer")}
    owners = torch.tensor([-1, 0, 1, 2, 3, 3, -1, 1, 0, 0])

    def against(x, queue):
        s = x @ queue.T
        return s.masked_fill(videos[:, None] == owners[None], -math.inf) if mask else s

    def nce(left, right, negatives):
        return F.cross_entropy(torch.cat([(left * right).sum(1, keepdim=True), negatives], 1) / temperature, torch.zeros(4, dtype=torch.long))

    features = cnn.features(views[0], orders)
    q = F.normalize(cnn.contrast(features), dim=1)
    with torch.no_grad():
        k, tk = cnn_twin(views[1], orders), transformer_twin(views[1], orders, frames)
    tq = transformer(views[0], orders, frames)
    cross = q * share + q.detach() * (1 - share)
    cnn_queue, transformer_queue = queues["cnn"], queues["cnn" if shared else "transformer"]
    # With shared negatives the CNN's query meets them whole: only its positives are crossed.
    crossed = against(q, cnn_queue) if shared else against(cross, transformer_queue)
    own = against(q, cnn_queue) if shared else against(tq, transformer_queue)
    losses = {
        "lossQueryKey": nce(q, k, against(q, cnn_queue)),
        "lossQueryTransformerQuery": (nce(cross, tq.detach(), crossed) + nce(q.detach(), tq, against(tq, cnn_queue))) / 2 if negatives == "EachSide" else nce(cross, tq, crossed),
        "lossQueryTransformerKey": nce(cross, tk, crossed),
        "lossTransformerQueryTransformerKey": nce(tq, tk, own),
        "degreeLoss": F.cross_entropy(head(features), degrees),
    }
    total = sum(value for name, value in losses.items() if name != "degreeLoss") / 4 + weight * losses["degreeLoss"]
    trained = {"cnn": cnn, "degree-head": head, "transformer": transformer}
    parameters = [parameter for network in trained.values() for parameter in network.parameters()]
    optimizer = torch.optim.SGD(parameters, 0.05, momentum=0.9, weight_decay=1e-4)
    total.backward()
    gradients = {f"{name}.{key}": float(parameter.grad.norm()) for name, network in trained.items() for key, parameter in network.named_parameters()}
    optimizer.step()
    with torch.no_grad():
        for twin, online in ((cnn_twin, cnn), (transformer_twin, transformer)):
            for slow, fast in zip(twin.parameters(), online.parameters()):
                slow.copy_(0.9 * slow + 0.1 * fast)
    queue = torch.cat([k, tk, cnn_queue[8:]]) if shared else torch.cat([k, cnn_queue[4:]])
    weights = {f"{name}.{key}": flat(values.flatten()[:12]) for name, network in networks.items() for key, values in network.state_dict().items() if not key.endswith("num_batches_tracked")}
    return {"negatives": negatives, "hidden": hidden, "mask": mask, "share": share, "degreeWeight": weight, "temperature": temperature, "total": float(total),
            "losses": {name: float(value) for name, value in losses.items()}, "gradients": gradients, "weights": weights, "queue": flat(queue)}


write("cacl-step.json", [step("Shared", 0, False, 1, 1, 0.07), step("PerArchitecture", 0, True, 0.3, 0.5, 0.1), step("EachSide", 1, True, 0.3, 0.5, 0.5)])
