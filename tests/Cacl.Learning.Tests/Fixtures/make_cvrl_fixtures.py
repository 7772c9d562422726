#!/usr/bin/python3
"""Writes the numbers of PyTorch that the tests of CVRL compare with. Needs python3-torch."""
import json
import os

import torch
from torch.nn import functional as F

here = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return [float(f"{x:.7g}") for x in tensor.flatten().tolist()]


# The loss as CVRL's released code states it: for each of the two clips a softmax over the other clips of all videos, then over the
# clips of its own kind, its own left out; both directions are added. In double precision.
torch.manual_seed(1)
n, d, t = 5, 6, 0.1
first, second = (torch.randn(n, d, dtype=torch.float64, requires_grad=True) for _ in range(2))


def direction(own, other):
    among_own = (own @ own.T / t).masked_fill(torch.eye(n, dtype=torch.bool), -1e9)
    return F.cross_entropy(torch.cat([own @ other.T / t, among_own], 1), torch.arange(n))


a, b = F.normalize(first), F.normalize(second)
loss = direction(a, b) + direction(b, a)
loss.backward()

# The head in training: its output for weights that are a formula, and the gradient of what goes in.
head = torch.nn.Sequential(torch.nn.Linear(d, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 3)).double()
with torch.no_grad():
    for i, parameter in enumerate(head.parameters()):
        parameter.copy_(((torch.arange(parameter.numel(), dtype=torch.float64) + i) * 0.7).sin().view(parameter.shape))
features = first.detach().clone().requires_grad_()
projected = head(features)
projected.square().sum().backward()

json.dump({"n": n, "d": d, "temperature": t, "first": flat(first), "second": flat(second), "loss": float(loss),
           "firstGradient": flat(first.grad), "secondGradient": flat(second.grad),
           "projected": flat(projected), "featuresGradient": flat(features.grad)}, open(os.path.join(here, "cvrl.json"), "w"))
