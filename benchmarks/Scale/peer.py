"""One rank of the same steps in PyTorch: DistributedDataParallel over Gloo, one thread. Prints the seconds of a step and of processors in it. Argument: the sizes, as JSON."""
import json
import os
import sys
import time

import torch
from torch import distributed, nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

o = json.loads(sys.argv[1])
rank, ranks = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
torch.set_num_threads(1)
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv3d(a, b, 3, stride, 1, bias=False), nn.BatchNorm3d(b), nn.ReLU(inplace=True))
        self.conv2 = nn.Sequential(nn.Conv3d(b, b, 3, 1, 1, bias=False), nn.BatchNorm3d(b))
        self.downsample = None if stride == 1 and a == b else nn.Sequential(nn.Conv3d(a, b, 1, stride, bias=False), nn.BatchNorm3d(b))

    def forward(self, x):
        return F.relu(self.conv2(self.conv1(x)) + (x if self.downsample is None else self.downsample(x)), inplace=True)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        stem, width = o["stem"], o["channels"][0]
        layers = [nn.Conv3d(3, width, (3, stem, stem), (1, 2, 2), (1, stem // 2, stem // 2), bias=False), nn.BatchNorm3d(width), nn.ReLU(inplace=True)]
        for stage, (channels, count) in enumerate(zip(o["channels"], o["blocks"])):
            for block in range(count):
                layers.append(Block(width, channels, 2 if stage > 0 and block == 0 else 1))
                width = channels
        self.encoder, self.classifier = nn.Sequential(*layers), nn.Linear(width, o["classes"])

    def forward(self, x):
        return self.classifier(self.encoder(x).mean((2, 3, 4)))


distributed.init_process_group("gloo", init_method="file://" + os.environ["MEETING"], rank=rank, world_size=ranks)
network = DistributedDataParallel(Network())
optimizer = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9, weight_decay=5e-4)
clips = torch.randint(0, 256, (o["clips"], o["frames"], o["edge"], o["edge"], 3), dtype=torch.uint8)
classes = torch.arange(o["clips"]) % o["classes"]
steps = []
for step in range(o["warm"] + o["steps"]):
    if step == o["warm"]:
        work = time.process_time()
    start = time.perf_counter()
    chosen = torch.randperm(len(clips))[: o["batch"]]
    batch = clips[chosen].permute(0, 4, 1, 2, 3).float().div(255).sub(0.45).div(0.225)
    optimizer.zero_grad(set_to_none=False)
    loss = F.cross_entropy(network(batch), classes[chosen])
    loss.item()
    loss.backward()
    optimizer.step()
    if step >= o["warm"]:
        steps.append(time.perf_counter() - start)
work = (time.process_time() - work) / len(steps)
distributed.barrier()
if rank == 0:
    print(sorted(steps)[len(steps) // 2], work, flush=True)
