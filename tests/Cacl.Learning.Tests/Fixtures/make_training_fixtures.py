#!/usr/bin/python3
"""Writes the numbers of PyTorch that the tests of training compare with. Needs python3-torch."""
import json
import math
import os

import torch

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
