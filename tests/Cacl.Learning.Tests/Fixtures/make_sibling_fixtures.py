#!/usr/bin/python3
"""Writes the numbers of PyTorch that the tests of CycleContrast and of the pretext tasks compare with. Needs python3-torch."""
import json
import math
import os
import zlib

import torch
from torch.nn import functional as F

here = os.path.dirname(os.path.abspath(__file__))
PRIME = 2147483647


def pattern(name, *shape):
    """The formula of make_network_fixtures.py."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    n = (zlib.crc32(name.encode()) + i) % PRIME
    n = (n * n % PRIME * 48271 + n * 16807) % PRIME
    return (n.double() * (2 / PRIME) - 1).reshape(shape).float()


def flat(tensor):
    return [round(float(x), 10) for x in tensor.flatten()]


def write(name, values):
    json.dump(values, open(os.path.join(here, name), "w"))


# The cycle: there among the chosen keys of other videos, back among the rest. Rows are taken out by selection, not by masks.
results = []
for mask, temperature in ((False, 0.1), (True, 0.5)):
    keys = F.normalize(pattern("keys", 20, 6), dim=1)
    # The first query and its positive lie near one candidate, so that this one comes back.
    near = torch.zeros(4, 6)
    near[0] = 40 * keys[3]
    q = F.normalize(pattern("queries", 4, 6) + near, dim=1).requires_grad_()
    p = F.normalize(pattern("positives", 4, 6) + near, dim=1)
    owners = [-1, 0, 1, 2, 3, 4, 4, 0, 1, 2, 3, 3, -1, 1, 0, 0, 5, 2, 1, 6]
    videos = [0, 1, 2, 7]
    chosen = [3, 19, 0, 7, 11, 8, 14]
    losses, neighbours, found = [], [], 0
    for i, video in enumerate(videos):
        candidates = keys[[j for j in chosen if owners[j] != video]]
        n = F.normalize((candidates @ q[i] / temperature).softmax(0) @ candidates, dim=0)
        rest = keys[[j for j in range(20) if j not in chosen and not (mask and owners[j] == video)]]
        logits = torch.cat([(n @ p[i])[None], rest @ n]) / temperature
        losses.append(F.cross_entropy(logits[None], torch.tensor([0])))
        neighbours.append(n.detach())
        found += int(logits.argmax() == 0)
    loss = torch.stack(losses).mean()
    loss.backward()
    results.append({"mask": mask, "temperature": temperature, "owners": owners, "videos": videos, "chosen": chosen,
                    "keys": flat(keys), "queries": flat(q), "positives": flat(p),
                    "neighbours": flat(torch.stack(neighbours)), "loss": float(loss), "accuracy": found / 4, "gradient": flat(q.grad)})
write("cycle.json", results)

# The head of the pretext tasks: pairs through one hidden layer, or all items at once; then the classes and their cross entropy.
results = []
for items, pairwise, classes in ((3, True, 6), (4, True, 12), (3, False, 2), (1, False, 4)):
    features = pattern("features", 5, items, 7).requires_grad_()
    groups = [[i, j] for i in range(items) for j in range(i + 1, items)] if pairwise else [list(range(items))]
    w, b = pattern("hidden.weight", 8, 7 * len(groups[0])), pattern("hidden.bias", 8)
    v, c = pattern("classes.weight", classes, 8 * len(groups)), pattern("classes.bias", classes)
    hidden = torch.cat([F.relu(torch.cat([features[:, i] for i in group], 1) @ w.T + b) for group in groups], 1)
    logits = hidden @ v.T + c
    answers = [i % classes for i in range(5)]
    loss = F.cross_entropy(logits, torch.tensor(answers))
    loss.backward()
    results.append({"items": items, "pairwise": pairwise, "classes": classes, "logits": flat(logits), "answers": answers, "loss": float(loss), "gradient": flat(features.grad)})
write("pretext.json", results)
