#!/usr/bin/python3
"""Writes the numbers of PyTorch that the tests of evaluation compare with. Needs python3-torch."""
import json
import os

import torch

here = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return [round(float(x), 10) for x in tensor.flatten()]


# Multinomial logistic regression on standardised features, one of which does not vary, by Newton's method with torch's
# derivatives. Labels partly contradict the features, so that nothing can be told perfectly.
torch.manual_seed(6)
rows, length, classes, l2 = 60, 7, 4, 1e-2
labels = torch.randint(0, classes, (rows,))
centres = torch.randn(classes, length)
features = (centres[labels] + 1.5 * torch.randn(rows, length)) * torch.tensor([1, 10, 0.1, 1, 3, 1, 1.]) + 5
features[:, 6] = 2.5
tests = (centres[torch.randint(0, classes, (9,))] + torch.randn(9, length)) * torch.tensor([1, 10, 0.1, 1, 3, 1, 1.]) + 5
tests[:, 6] = 2.5
mean, deviation = features.double().mean(0), features.double().std(0, unbiased=False)
deviation[6] = 1
scale = lambda x: (x.double() - mean) / deviation


def loss(point):
    weight, bias = point.view(classes, length + 1).split([length, 1], 1)
    return torch.nn.functional.cross_entropy(scale(features) @ weight.T + bias.T, labels) + l2 / 2 * weight.square().sum()


point = torch.zeros(classes * (length + 1), dtype=torch.double)
for _ in range(50):
    gradient = torch.autograd.functional.jacobian(loss, point)
    # Adding one number to every bias changes nothing: the pseudo-inverse leaves that direction alone.
    point = point - 0.7 * torch.linalg.pinv(torch.autograd.functional.hessian(loss, point), hermitian=True) @ gradient
assert float(gradient.abs().max()) < 1e-12
weight, bias = point.view(classes, length + 1).split([length, 1], 1)
json.dump({"rows": rows, "length": length, "l2": l2, "features": flat(features), "labels": labels.tolist(), "tests": flat(tests),
           "logits": flat(torch.log_softmax(scale(tests) @ weight.T + bias.T, 1))}, open(os.path.join(here, "linearprobe.json"), "w"))
