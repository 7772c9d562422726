"""Videos to vectors with PyTorch and cv2: for each line it reads, a JSON list of files, it prints the seconds, then the vectors.
Frames are decoded and scaled by worker processes ahead of the network. Arguments: where it writes the weights, clips a video, threads."""
import json
import struct
import sys
import time

import cv2
import numpy as np
import torch
from torchvision.models.video import r3d_18

FRAMES, INTERVAL, SHORT_SIDE, CROP = 16, 2, 128, 112
SPAN = (FRAMES - 1) * INTERVAL + 1
weights, clips, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def write_safetensors(path, tensors):
    header, at = {}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().tobytes())


class Videos(torch.utils.data.Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        capture, frames = cv2.VideoCapture(self.paths[i]), []
        while True:
            more, frame = capture.read()
            if not more:
                break
            height, width = frame.shape[:2]
            scale = SHORT_SIDE / min(height, width)
            size = (SHORT_SIDE, round(height * scale)) if width < height else (round(width * scale), SHORT_SIDE)
            frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
            top, left = (size[1] - CROP) // 2, (size[0] - CROP) // 2
            frames.append(cv2.cvtColor(frame[top : top + CROP, left : left + CROP], cv2.COLOR_BGR2RGB))
        last = len(frames) - SPAN
        starts = [last // 2] if clips == 1 else [(2 * clip * last + clips - 1) // (2 * (clips - 1)) for clip in range(clips)]
        return torch.from_numpy(np.stack([np.stack(frames[start : start + SPAN : INTERVAL]) for start in starts]))


def embed(paths):
    loader = torch.utils.data.DataLoader(Videos(paths), batch_size=None, num_workers=threads)
    with torch.no_grad():
        return [net(batch.permute(0, 4, 1, 2, 3).float().div(255)).mean(0).tolist() for batch in loader]


torch.set_num_threads(threads)
torch.manual_seed(1)
net = r3d_18()
net.fc = torch.nn.Identity()
# Trained networks have statistics: a little of noise stands in for what training would give.
net.train()
with torch.no_grad():
    for _ in range(3):
        net(torch.rand(2, 3, FRAMES, CROP, CROP))
net.eval()
write_safetensors(weights, {name: tensor for name, tensor in net.state_dict().items() if tensor.is_floating_point()})
print(f"PyTorch {torch.__version__}, cv2 {cv2.__version__}", flush=True)
for line in sys.stdin:
    paths = json.loads(line)
    start = time.perf_counter()
    features = embed(paths)
    print(time.perf_counter() - start)
    print(json.dumps(features), flush=True)
