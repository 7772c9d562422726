"""The way of the paper's authors to make one sample: decode the whole file with the ffmpeg program, then transform frame by frame with PIL."""
import json
import random
import subprocess

import numpy as np
import torch
from torchvision import transforms

FRAMES, INTERVAL, VIEWS = 16, 2, 2
transform = transforms.Compose([
    transforms.ToPILImage(),
    transforms.Resize((128, 171)),
    transforms.RandomCrop(112),
    transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
    transforms.RandomGrayscale(p=0.2),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
])


def decode(path):
    described = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "json", path],
        capture_output=True, check=True).stdout
    stream = json.loads(described)["streams"][0]
    pixels = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True).stdout
    return np.frombuffer(pixels, np.uint8).reshape(-1, stream["height"], stream["width"], 3)


def vary(frames, seed):
    varied = []
    for frame in frames:
        # The same draw for every frame.
        random.seed(seed)
        torch.manual_seed(seed)
        varied.append(transform(frame))
    return torch.stack(varied, 1)


def sample(path):
    video = decode(path)
    span = (FRAMES - 1) * INTERVAL + 1
    start = random.randint(0, max(0, len(video) - span))
    clip = video[start:start + span:INTERVAL]
    shuffled = clip[np.random.permutation(len(clip))]
    made = []
    for _ in range(VIEWS):
        seed = random.getrandbits(31)
        made += [vary(clip, seed), vary(shuffled, seed)]
        random.seed()
    return torch.stack(made)
