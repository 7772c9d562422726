#!/usr/bin/python3
"""Writes what PyTorch's networks give for weights and inputs that a formula makes, which the tests know too. Needs python3-torch and python3-torchvision."""
import json
import math
import os
import zlib

import torch
import torchvision
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
PRIME = 2147483647


def pattern(name, shape):
    """Values from -1 to 1 without regularity: a quadratic sequence modulo a prime, begun at the name's CRC-32. All of it is exact."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    n = (zlib.crc32(name.encode()) + i) % PRIME
    n = (n * n % PRIME * 48271 + n * 16807) % PRIME
    return (n.double() * (2 / PRIME) - 1).reshape(shape)


def fill(network):
    """Weights of the size that keeps activations alive; batch norm has statistics that are not those of the data."""
    for name, values in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        p = pattern(name, values.shape)
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


def flat(tensor):
    return [float(f"{x:.7g}") for x in tensor.flatten().tolist()]


class C3D(nn.Module):
    """3x3x3 convolutions, each with batch norm and ReLU: 64, pool (1, 2, 2), 128, pool 2, 256 twice, pool 2, 512 twice, pool 2, 512 twice, mean."""

    def __init__(self):
        super().__init__()
        self.pools, last = [], 3
        for name, width, pool in [("1", 64, (1, 2, 2)), ("2", 128, 2), ("3a", 256, None), ("3b", 256, 2), ("4a", 512, None), ("4b", 512, 2), ("5a", 512, None), ("5b", 512, None)]:
            setattr(self, "conv" + name, nn.Conv3d(last, width, 3, padding=1))
            setattr(self, "bn" + name, nn.BatchNorm3d(width))
            self.pools.append((name, pool))
            last = width

    def forward(self, x):
        for name, pool in self.pools:
            x = torch.relu(getattr(self, "bn" + name)(getattr(self, "conv" + name)(x)))
            if pool:
                x = nn.functional.max_pool3d(x, pool)
        return x.mean((2, 3, 4))


def whole(a, b, k, stride, space=None):
    space = space or k
    return nn.Conv3d(a, b, (k, space, space), stride, (k // 2, space // 2, space // 2), bias=False)


def factorized(a, b, k, stride, space=None):
    space = space or k
    t, s = (stride, stride) if isinstance(stride, int) else (stride[0], stride[1])
    middle = k * space * space * a * b // (space * space * a + k * b)
    return nn.Sequential(nn.Conv3d(a, middle, (1, space, space), (1, s, s), (0, space // 2, space // 2), bias=False), nn.BatchNorm3d(middle), nn.ReLU(),
                         nn.Conv3d(middle, b, (k, 1, 1), (t, 1, 1), (k // 2, 0, 0), bias=False))


class Block(nn.Module):
    def __init__(self, convolution, a, b, stride):
        super().__init__()
        self.conv1 = nn.Sequential(convolution(a, b, 3, stride), nn.BatchNorm3d(b), nn.ReLU())
        self.conv2 = nn.Sequential(convolution(b, b, 3, 1), nn.BatchNorm3d(b))
        self.downsample = None if stride == 1 and a == b else nn.Sequential(convolution(a, b, 1, stride), nn.BatchNorm3d(b))

    def forward(self, x):
        return torch.relu(self.conv2(self.conv1(x)) + (x if self.downsample is None else self.downsample(x)))


class Residual(nn.Module):
    """CACL's own: every convolution of one kind, the stem's and the shortcuts' too."""

    def __init__(self, convolution, blocks):
        super().__init__()
        self.stem = nn.Sequential(convolution(3, 64, 3, (1, 2, 2), 7), nn.BatchNorm3d(64), nn.ReLU())
        last = 64
        for stage, (width, count) in enumerate(zip((64, 128, 256, 512), blocks)):
            setattr(self, f"layer{stage + 1}", nn.Sequential(*[Block(convolution, last if i == 0 else width, width, 2 if stage > 0 and i == 0 else 1) for i in range(count)]))
            last = width

    def forward(self, x):
        return self.layer4(self.layer3(self.layer2(self.layer1(self.stem(x))))).mean((2, 3, 4))


class Bottleneck(nn.Module):
    """SlowFast's: the first convolution reads frames, the second pixels, and the third makes four times as many channels."""

    def __init__(self, a, width, frames, stride):
        super().__init__()
        b = 4 * width
        self.conv1 = nn.Sequential(nn.Conv3d(a, width, (frames, 1, 1), padding=(frames // 2, 0, 0), bias=False), nn.BatchNorm3d(width), nn.ReLU())
        self.conv2 = nn.Sequential(nn.Conv3d(width, width, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias=False), nn.BatchNorm3d(width), nn.ReLU())
        self.conv3 = nn.Sequential(nn.Conv3d(width, b, 1, bias=False), nn.BatchNorm3d(b))
        self.downsample = None if stride == 1 and a == b else nn.Sequential(nn.Conv3d(a, b, 1, (1, stride, stride), bias=False), nn.BatchNorm3d(b))

    def forward(self, x):
        return torch.relu(self.conv3(self.conv2(self.conv1(x))) + (x if self.downsample is None else self.downsample(x)))


class Slow(nn.Module):
    """The slow pathway of SlowFast as CVRL has it: a stem over 5 frames with stride 2; the later two stages read 3 frames, the earlier two one."""

    def __init__(self, blocks):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv3d(3, 64, (5, 7, 7), (2, 2, 2), (2, 3, 3), bias=False), nn.BatchNorm3d(64), nn.ReLU(), nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1)))
        last = 64
        for stage, (width, count, frames) in enumerate(zip((64, 128, 256, 512), blocks, (1, 1, 3, 3))):
            setattr(self, f"layer{stage + 1}", nn.Sequential(*[Bottleneck(last if i == 0 else 4 * width, width, frames, 2 if stage > 0 and i == 0 else 1) for i in range(count)]))
            last = 4 * width

    def forward(self, x):
        return self.layer4(self.layer3(self.layer2(self.layer1(self.stem(x))))).mean((2, 3, 4))


def describe(network, shape):
    """Names and sizes, and the features of two inputs in evaluation."""
    network = fill(network.eval())
    if hasattr(network, "fc"):
        network.fc = nn.Identity()
    with torch.no_grad():
        y = network((pattern("input", shape) / 2 + .5).float())
    state = network.state_dict()
    return {"shape": shape, "features": flat(y), "parameters": sum(p.numel() for p in network.parameters()),
            "state": {name: list(values.shape) for name, values in state.items()}}


video, frames = torchvision.models.video, torchvision.models
clips = [2, 3, 8, 32, 32]
networks = {"c3d": describe(C3D(), clips), "r3d": describe(Residual(whole, (1, 1, 1, 1)), clips), "r3d_34": describe(Residual(whole, (3, 4, 6, 3)), clips),
            "r2plus1d": describe(Residual(factorized, (1, 1, 1, 1)), clips), "r3d_18": describe(video.r3d_18(), clips),
            "slow_r50": describe(Slow((3, 4, 6, 3)), clips), "mc3_18": describe(video.mc3_18(), clips), "r2plus1d_18": describe(video.r2plus1d_18(), clips),
            "resnet18": describe(frames.resnet18(), [2, 3, 64, 64]), "resnet34": describe(frames.resnet34(), [2, 3, 64, 64]),
            "resnet50": describe(frames.resnet50(), [2, 3, 64, 64])}
for name, network in networks.items():
    json.dump(network, open(os.path.join(here, f"network-{name}.json"), "w"))

# One step in training: features by the batch's own statistics, the statistics that are kept, and gradients. In double precision: in
# single, rounding moves activations over the rectifiers' zero, and gradients by some percent, otherwise for each number of threads.
network = fill(video.r2plus1d_18().train()).double()
network.fc = nn.Identity()
y = network((pattern("input", clips) / 2 + .5).float().double())
(y * pattern("direction", y.shape).float().double()).sum().backward()
state = network.state_dict()
kept = [name for name in state if "running" in name and ("stem" in name or "layer4.1" in name)]
json.dump({"shape": clips, "features": flat(y), "statistics": {name: flat(state[name][:32]) for name in kept},
           "gradients": {name: flat(parameter.grad.flatten()[:32]) for name, parameter in network.named_parameters() if name in ("stem.0.weight", "stem.4.weight", "layer2.0.downsample.0.weight", "layer4.1.conv2.0.3.weight")}},
          open(os.path.join(here, "training-r2plus1d_18.json"), "w"))


class Layer(nn.Module):
    """Pre-norm, with heads of a size of their own; attention written out as sums over pairs of tokens."""

    def __init__(self, width, heads, size):
        super().__init__()
        self.heads = heads
        self.attentionNorm, self.perceptronNorm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.queryKeyValue = nn.Linear(width, 3 * heads * size, bias=False)
        self.project, self.widen, self.narrow = nn.Linear(heads * size, width), nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)) for part in self.queryKeyValue(self.attentionNorm(x)).chunk(3, -1))
        weights = (torch.einsum("nihd,njhd->nhij", q, k) / q.shape[-1] ** .5).softmax(-1)
        x = x + self.project(torch.einsum("nhij,njhd->nihd", weights, v).flatten(2))
        return x + self.narrow(nn.functional.gelu(self.widen(self.perceptronNorm(x))))


class Transformer(nn.Module):
    def __init__(self, depth, heads, size, width, features, tokens):
        super().__init__()
        self.embed, self.norm = nn.Linear(features, width), nn.LayerNorm(width)
        self.classToken, self.positions = nn.Parameter(torch.empty(1, 1, width)), nn.Parameter(torch.empty(1, tokens + 1, width))
        self.layers = nn.ModuleList(Layer(width, heads, size) for _ in range(depth))

    def forward(self, x):
        x = torch.cat([self.classToken.expand(len(x), -1, -1), self.embed(x)], 1) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.norm(x[:, 0])


shapes = []
for depth, heads, size, width in [(1, 1, 4, 4), (3, 3, 5, 16), (6, 6, 8, 48)]:
    network = fill(Transformer(depth, heads, size, width, 10, 6))
    with torch.no_grad():
        y = network((pattern("input", [3, 6, 10]) / 2 + .5).float())
    shapes.append({"depth": depth, "heads": heads, "headSize": size, "width": width, "features": flat(y)})
json.dump({"frameFeatures": 10, "tokens": 6, "shapes": shapes}, open(os.path.join(here, "transformers.json"), "w"))
