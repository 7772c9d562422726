"""The same training step in PyTorch: for each line it reads it makes one and prints its seconds and its loss. Argument: the sizes, as JSON."""
import json
import math
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("The peer needs PyTorch: python3-torch, or a Python that has it, named by CACL_PYTHON.")
from torch import nn
from torch.nn import functional as F

o = json.loads(sys.argv[1])
torch.set_num_threads(o["threads"])
torch.manual_seed(o["seed"])
device = torch.device(o["device"])
on_gpu = device.type == "cuda"
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = o["precision"] == "TensorFloat32"
channels_last = on_gpu and o["precision"] != "Float32"


class Block(nn.Module):
    """A residual block, of clips or of frames."""

    def __init__(self, conv, norm, a, b, stride):
        super().__init__()
        self.conv1 = nn.Sequential(conv(a, b, 3, stride, 1, bias=False), norm(b), nn.ReLU(inplace=True))
        self.conv2 = nn.Sequential(conv(b, b, 3, 1, 1, bias=False), norm(b))
        self.downsample = None if stride == 1 and a == b else nn.Sequential(conv(a, b, 1, stride, bias=False), norm(b))

    def forward(self, x):
        out = self.conv2(self.conv1(x))
        out += x if self.downsample is None else self.downsample(x)
        return F.relu(out, inplace=True)


def stages(conv, norm, channels, blocks):
    layers, last = [], channels[0]
    for stage, (width, count) in enumerate(zip(channels, blocks)):
        for block in range(count):
            layers.append(Block(conv, norm, last, width, 2 if stage > 0 and block == 0 else 1))
            last = width
    return layers


class Encoder(nn.Sequential):
    def __init__(self, stem, channels, blocks):
        first = nn.Conv3d(3, channels[0], (3, stem, stem), (1, 2, 2), (1, stem // 2, stem // 2), bias=False)
        super().__init__(first, nn.BatchNorm3d(channels[0]), nn.ReLU(inplace=True), *stages(nn.Conv3d, nn.BatchNorm3d, channels, blocks))

    def forward(self, x):
        return super().forward(x).mean((2, 3, 4))


class Reader(nn.Sequential):
    def __init__(self, stem, channels, blocks):
        first = nn.Conv2d(3, channels[0], stem, 2, stem // 2, bias=False)
        super().__init__(first, nn.BatchNorm2d(channels[0]), nn.ReLU(inplace=True), *stages(nn.Conv2d, nn.BatchNorm2d, channels, blocks))

    def forward(self, x):
        return super().forward(x).mean((2, 3))


def contrast_head(width):
    layers = []
    for _ in range(o["headLayers"]):
        layers += [nn.Linear(width, o["headWidth"]), nn.BatchNorm1d(o["headWidth"]), nn.ReLU()]
        width = o["headWidth"]
    return nn.Sequential(*layers, nn.Linear(width, o["embedding"]))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.contrast = Encoder(**o["encoder"]), contrast_head(2 * o["encoder"]["channels"][-1])

    def features(self, x, orders):
        index = orders[:, None, :, None, None].expand_as(x)
        clips, twins = self.encoder(torch.cat([x, x.gather(2, index)])).chunk(2)
        return torch.cat([clips, twins], 1)

    def embed(self, features):
        return F.normalize(self.contrast(features).float(), dim=1)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.norm1, self.norm2 = heads, nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.project = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width)
        self.perceptron = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.qkv(self.norm1(x)).chunk(3, -1))
        mixed = (q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])).softmax(-1) @ v
        x = x + self.project(mixed.transpose(1, 2).flatten(2))
        return x + self.perceptron(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, depth, heads, width):
        super().__init__()
        self.embed = nn.Linear(o["reader"]["channels"][-1], width)
        self.token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, 2 * o["frames"] + 1, width) * 0.02)
        self.layers = nn.Sequential(*(Layer(width, heads) for _ in range(depth)))
        self.norm, self.contrast = nn.LayerNorm(width), contrast_head(width)

    def forward(self, tokens):
        x = torch.cat([self.token.expand(len(tokens), -1, -1), self.embed(tokens)], 1) + self.positions
        return F.normalize(self.contrast(self.norm(self.layers(x)[:, 0])).float(), dim=1)


cnn, cnn_twin = Cnn(), Cnn()
transformer, transformer_twin = Transformer(**o["transformer"]), Transformer(**o["transformer"])
head = nn.Sequential(
    nn.Linear(2 * o["encoder"]["channels"][-1], o["degreeWidth"]), nn.ReLU(), nn.Dropout(o["degreeDropout"]), nn.Linear(o["degreeWidth"], o["degreeClasses"]))
reader = Reader(**o["reader"]).eval()
for twin, online in ((cnn_twin, cnn), (transformer_twin, transformer)):
    twin.load_state_dict(online.state_dict())
    twin.requires_grad_(False)
for network in (cnn, cnn_twin, transformer, transformer_twin, head, reader):
    network.to(device)
if channels_last:
    for network in (cnn, cnn_twin):
        network.encoder.to(memory_format=torch.channels_last_3d)
    reader.to(memory_format=torch.channels_last)
if o["compile"]:
    if not hasattr(nn.Module, "compile"):
        sys.exit(f"PyTorch {torch.__version__} has no torch.compile of modules.")
    for network in (cnn.encoder, cnn_twin.encoder, transformer, transformer_twin, reader):
        network.compile()
trained = [parameter for network in (cnn, head, transformer) for parameter in network.parameters()]
optimizer = (
    torch.optim.SGD(trained, o["rate"], momentum=0.9, weight_decay=o["decay"])
    if o["optimizer"] == "Sgd" else torch.optim.AdamW(trained, o["rate"], weight_decay=o["decay"]))


class Queue:
    def __init__(self):
        self.keys, self.videos, self.at = F.normalize(torch.randn(o["queue"], o["embedding"]), dim=1).to(device), torch.full((o["queue"],), -1, device=device), 0

    def similarities(self, x, videos):
        found = x.float() @ self.keys.clone().T
        return found.masked_fill(videos[:, None] == self.videos[None], -math.inf) if o["mask"] else found

    @torch.no_grad()
    def put(self, keys, videos):
        places = (torch.arange(len(keys), device=device) + self.at) % o["queue"]
        self.keys[places], self.videos[places] = keys, videos
        self.at = (self.at + len(keys)) % o["queue"]


cnn_queue = Queue()
transformer_queue = cnn_queue if o["shared"] else Queue()

pixels = torch.randint(0, 256, (o["batch"], 2, o["frames"], o["edge"], o["edge"], 3), dtype=torch.uint8).to(device)
orders = torch.stack([torch.randperm(o["frames"]) for _ in range(o["batch"])]).to(device)
degrees, videos = torch.randint(0, o["degreeClasses"], (o["batch"],)).to(device), torch.arange(o["batch"], device=device)


def view(number):
    clips = pixels[:, number].permute(0, 4, 1, 2, 3).to(torch.float32, memory_format=torch.contiguous_format).div_(255)
    if o["background"]:
        clips = clips - clips.mean(2, keepdim=True)
        clips = clips / (clips.square().mean((1, 2, 3, 4), keepdim=True).sqrt() + 0.003)
    return clips.contiguous(memory_format=torch.channels_last_3d) if channels_last else clips


@torch.no_grad()
def tokens(clips):
    features = reader(clips.transpose(1, 2).flatten(0, 1)).unflatten(0, (len(clips), -1))
    return torch.cat([features, features.gather(1, orders[:, :, None].expand_as(features))], 1)


def nce(left, right, negatives):
    found = torch.cat([(left * right).sum(1, keepdim=True), negatives], 1) / o["temperature"]
    return F.cross_entropy(found, torch.zeros(len(found), dtype=torch.long, device=device))


def step():
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=o["precision"] == "BFloat16"):
        parts = losses_of_step()
    total, degree, losses, logits, q, k, own, tk = parts
    total.backward()
    # What a run reports of each step.
    metrics = [loss.item() for loss in (total, degree, *losses)]
    metrics.append((logits.argmax(1) == degrees).float().mean().item())
    metrics.append(((q * k).sum(1) > own.max(1).values).float().mean().item())
    if not all(map(math.isfinite, metrics)):
        sys.exit(f"The loss is not a finite number: {metrics}")
    optimizer.step()
    with torch.no_grad():
        for twin, online in ((cnn_twin, cnn), (transformer_twin, transformer)):
            for slow, fast in zip(twin.parameters(), online.parameters()):
                slow.mul_(o["momentum"]).add_(fast, alpha=1 - o["momentum"])
    cnn_queue.put(k, videos)
    transformer_queue.put(tk, videos)
    if on_gpu:
        torch.cuda.synchronize()
    return metrics[0]


def losses_of_step():
    query, key = view(0), view(1)
    features = cnn.features(query, orders)
    logits = head(features)
    degree = F.cross_entropy(logits, degrees)
    q = cnn.embed(features)
    with torch.no_grad():
        k = cnn_twin.embed(cnn_twin.features(key, orders))
        tk = transformer_twin(tokens(key))
    tq = transformer(tokens(query))
    cross = q * o["share"] + q.detach() * (1 - o["share"])
    own = cnn_queue.similarities(q, videos)
    crossed = own if o["shared"] else transformer_queue.similarities(cross, videos)
    pairs, losses = o["pairs"], []
    if "QueryKey" in pairs:
        losses.append(nce(q, k, own))
    if "QueryTransformerQuery" in pairs:
        losses.append(
            (nce(cross, tq.detach(), crossed) + nce(tq, q.detach(), cnn_queue.similarities(tq, videos))) / 2
            if o["eachSide"] else nce(cross, tq, crossed))
    if "QueryTransformerKey" in pairs:
        losses.append(nce(cross, tk, crossed))
    if "TransformerQueryTransformerKey" in pairs:
        losses.append(nce(tq, tk, own if o["shared"] else transformer_queue.similarities(tq, videos)))
    return o["degreeWeight"] * degree + sum(losses) / len(losses), degree, losses, logits, q, k, own, tk


def cnn_weights():
    return torch.cat([values.detach().flatten() for name, values in cnn.named_parameters() if name.endswith("weight")]).cpu()


begin = cnn_weights()
networks = (cnn, cnn_twin, head, reader, transformer, transformer_twin)
print(torch.__version__, sum(parameter.numel() for network in networks for parameter in network.parameters()), flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    try:
        loss = step()
    except Exception as fault:  # of torch.compile too, which says why in its first paragraph
        sys.exit(f"PyTorch's step failed: {' '.join(str(fault).partition(chr(10) * 2)[0].split())}")
    print(repr(time.perf_counter() - start), repr(loss), flush=True)
if o["way"]:
    (cnn_weights() - begin).numpy().tofile(o["way"])
