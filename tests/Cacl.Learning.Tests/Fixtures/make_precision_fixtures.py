#!/usr/bin/python3
"""Writes what PyTorch's mixed precision gives for weights and inputs that the formula of make_network_fixtures.py makes. Needs python3-torch."""
import json
import math
import os
import zlib

import torch
from torch import nn
from torch.nn import functional as F

here = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)
PRIME = 2147483647


def pattern(name, shape):
    """Values from -1 to 1, as in make_network_fixtures.py."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    n = (zlib.crc32(name.encode()) + i) % PRIME
    n = (n * n % PRIME * 48271 + n * 16807) % PRIME
    return (n.double() * (2 / PRIME) - 1).reshape(shape)


def fill(network):
    for name, values in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        p = pattern(name, values.shape)
        p = p * math.sqrt(6 / values[0].numel()) if values.dim() > 1 else 1 + p / 2 if name.endswith("running_var") else 1 + p / 4 if name.endswith("weight") else p / 4
        values.copy_(p)
    return network


def flat(tensor):
    return [float(f"{x:.7g}") for x in tensor.float().flatten().tolist()]


class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv3d(a, b, 3, stride, 1, bias=False), nn.BatchNorm3d(b), nn.ReLU())
        self.conv2 = nn.Sequential(nn.Conv3d(b, b, 3, 1, 1, bias=False), nn.BatchNorm3d(b))
        self.downsample = None if stride == 1 and a == b else nn.Sequential(nn.Conv3d(a, b, 1, stride, bias=False), nn.BatchNorm3d(b))

    def forward(self, x):
        return torch.relu(self.conv2(self.conv1(x)) + (x if self.downsample is None else self.downsample(x)))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv3d(3, 8, 3, (1, 2, 2), 1, bias=False), nn.BatchNorm3d(8), nn.ReLU())
        self.layer1, self.layer2 = nn.Sequential(Block(8, 8, 1)), nn.Sequential(Block(8, 16, 2))

    def forward(self, x):
        # The mean in single precision, for it is what losses see.
        return self.layer2(self.layer1(self.stem(x))).float().mean((2, 3, 4))


def described(network, shape, names):
    """Features of a batch in training, and what their product with a direction gives as gradients."""
    x = (pattern("input", shape) / 2 + .5).float()
    y = network(x)
    (y * pattern("direction", y.shape).float()).sum().backward()
    parameters = dict(network.named_parameters())
    assert all(p.grad.dtype == torch.float32 for p in parameters.values())
    return {"shape": shape, "features": flat(y), "gradients": {name: flat(parameters[name].grad.flatten()[:200]) for name in names}}


# A convolutional network by autocast itself.
residual = fill(Residual().train())
with torch.autocast("cpu", dtype=torch.bfloat16):
    clips = described(residual, [4, 3, 4, 16, 16], ["stem.0.weight", "layer1.0.conv1.0.weight", "layer2.0.conv2.0.weight", "layer2.0.downsample.0.weight"])
clips["statistics"] = {name: flat(values) for name, values in residual.state_dict().items() if name in ("stem.1.running_mean", "layer2.0.conv2.1.running_var")}


# A transformer with its casts written out as CUDA's autocast has them, whose softmax and layer norms are in single precision; a CPU's are not.
def half(product, *factors):
    return product(*(None if factor is None else factor.bfloat16() for factor in factors)).float()


class Linear(nn.Linear):
    def forward(self, x):
        return half(F.linear, x, self.weight, self.bias)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attentionNorm, self.perceptronNorm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.queryKeyValue = Linear(width, 3 * width, bias=False)
        self.project, self.widen, self.narrow = Linear(width, width), Linear(width, 4 * width), Linear(4 * width, width)

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.queryKeyValue(self.attentionNorm(x)).chunk(3, -1))
        mixed = half(torch.matmul, (half(torch.matmul, q, k.transpose(2, 3)) / q.shape[-1] ** .5).softmax(-1), v)
        x = x + self.project(mixed.transpose(1, 2).flatten(2))
        return x + self.narrow(F.gelu(self.widen(self.perceptronNorm(x))))


class Transformer(nn.Module):
    def __init__(self, depth, heads, width, features, tokens):
        super().__init__()
        self.embed, self.norm = Linear(features, width), nn.LayerNorm(width)
        self.classToken, self.positions = nn.Parameter(torch.empty(1, 1, width)), nn.Parameter(torch.empty(1, tokens + 1, width))
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(depth))

    def forward(self, x):
        x = torch.cat([self.classToken.expand(len(x), -1, -1), self.embed(x)], 1) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.norm(x[:, 0])


tokens = described(fill(Transformer(2, 2, 16, 10, 6)), [3, 6, 10], ["embed.weight", "layers.0.queryKeyValue.weight", "layers.1.narrow.weight"])
json.dump({"clips": clips, "tokens": tokens}, open(os.path.join(here, "precision.json"), "w"))
