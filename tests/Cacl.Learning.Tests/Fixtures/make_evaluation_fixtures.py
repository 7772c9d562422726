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

# Six steps of fine-tuning: SGD with momentum .9 and weight decay 5e-4 on every weight, at the rate .1 along half a cosine, of a
# linear encoder and a linear classifier on all of four clips. Pixels and first weights are formulas, which the test repeats.
clips, frames, edge, length, classes, steps = 4, 2, 8, 5, 3, 6
count = clips * frames * edge * edge * 3
pixels = ((torch.arange(count) * 37 + torch.arange(count) // 384 * 101) % 256).view(clips, frames, edge, edge, 3)
view = (pixels.permute(0, 4, 1, 2, 3) / 255).flatten(1)
encoder, classifier = torch.nn.Linear(view.shape[1], length), torch.nn.Linear(length, classes)
parameters = [*encoder.parameters(), *classifier.parameters()]
for number, parameter in enumerate(parameters):
    parameter.data = (0.1 * torch.sin(torch.arange(parameter.numel()) * 0.7 + number)).view(parameter.shape)
optimizer = torch.optim.SGD(parameters, 0.1, momentum=0.9, weight_decay=5e-4)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
losses = []
for _ in range(steps):
    optimizer.zero_grad()
    value = torch.nn.functional.cross_entropy(classifier(encoder(view)), torch.tensor([2, 0, 1, 1]))
    value.backward()
    optimizer.step()
    scheduler.step()
    losses.append(float(value))
json.dump({"steps": steps, "losses": losses, "encoderWeights": flat(encoder.weight), "classifierWeights": flat(classifier.weight), "classifierBias": flat(classifier.bias)},
          open(os.path.join(here, "finetune.json"), "w"))
