"""Videos to vectors with PyTorch and cv2: for each line it reads, a JSON list of files, it prints the seconds, then the vectors.
A pool of processes, one a core and kept for all rounds, decodes and embeds a video each. Arguments: where it writes the weights,
clips a video, processes."""
import json
import multiprocessing
import struct
import sys
import time

import cv2
import numpy as np
import torch
from torchvision.models.video import r3d_18

FRAMES, INTERVAL, SHORT_SIDE, CROP = 16, 2, 128, 112
SPAN = (FRAMES - 1) * INTERVAL + 1
weights, clips, processes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


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


def starts_of_clips(count):
    last = count - SPAN
    return [last // 2] if clips == 1 else [(2 * clip * last + clips - 1) // (2 * (clips - 1)) for clip in range(clips)]


def scaled(frame):
    height, width = frame.shape[:2]
    scale = SHORT_SIDE / min(height, width)
    size = (SHORT_SIDE, round(height * scale)) if width < height else (round(width * scale), SHORT_SIDE)
    frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    top, left = (size[1] - CROP) // 2, (size[0] - CROP) // 2
    return cv2.cvtColor(frame[top : top + CROP, left : left + CROP], cv2.COLOR_BGR2RGB)


def clips_of(path, count=None):
    """[clips, frames, height, width, 3]; frames that are in no clip are decoded, because later ones need them, and nothing else."""
    capture, frames = cv2.VideoCapture(path), {}
    starts = starts_of_clips(int(capture.get(cv2.CAP_PROP_FRAME_COUNT)) if count is None else count)
    places = [range(start, start + SPAN, INTERVAL) for start in starts]
    wanted = set().union(*places)
    for i in range(max(wanted) + 1):
        if not capture.grab():
            return clips_of(path, i)  # the container promised more
        if i in wanted:
            frames[i] = scaled(capture.retrieve()[1])
    return np.stack([np.stack([frames[i] for i in place]) for place in places])


def embed(path):
    with torch.inference_mode():
        return net(torch.from_numpy(clips_of(path)).permute(0, 4, 1, 2, 3).float().div(255)).mean(0).tolist()


def warm_up():
    with torch.inference_mode():
        for _ in range(2):
            net(torch.zeros(1, 3, FRAMES, CROP, CROP))


# Cores are shared out by video: a process that uses one thread never waits for another.
torch.set_num_threads(1)
cv2.setNumThreads(1)
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
with torch.no_grad():
    # Batch norm goes into the convolutions, and layers hand on what they make in oneDNN's own layout.
    net = torch.jit.optimize_for_inference(torch.jit.trace(net, torch.zeros(1, 3, FRAMES, CROP, CROP)))
pool = multiprocessing.Pool(processes, warm_up)
print(f"PyTorch {torch.__version__}, cv2 {cv2.__version__}", flush=True)
for line in sys.stdin:
    paths = json.loads(line)
    start = time.perf_counter()
    features = list(pool.imap(embed, paths))
    print(time.perf_counter() - start)
    print(json.dumps(features), flush=True)
