"""The Python side of the benchmark: reads the name of a case from each line, runs it once, prints the seconds it took."""
import sys
import time

import torch
from torchvision.models.video import r3d_18

torch.set_num_threads(int(sys.argv[1]))
batch, operations = int(sys.argv[2]), int(sys.argv[3])
torch.manual_seed(1)
net = r3d_18(num_classes=400)
clips = torch.randn(batch, 3, 16, 112, 112)
labels = torch.randint(0, 400, (batch,))
optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
left, right, leaf = torch.ones(4), torch.ones(4), torch.ones(4, requires_grad=True)


def forward():
    net.eval()
    with torch.no_grad():
        net(clips)


def train():
    net.train()
    optimizer.zero_grad(set_to_none=True)
    torch.nn.functional.cross_entropy(net(clips), labels).backward()
    optimizer.step()


def add():
    for _ in range(operations):
        left + right


def add_grad():
    for _ in range(operations):
        leaf + right


print(torch.__version__, sum(p.numel() for p in net.parameters()), flush=True)
for line in sys.stdin:
    case = {"forward": forward, "train": train, "add": add, "add_grad": add_grad}[line.strip()]
    start = time.perf_counter()
    case()
    print(repr(time.perf_counter() - start), flush=True)
