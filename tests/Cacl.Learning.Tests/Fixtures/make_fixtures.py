#!/usr/bin/python3
"""Writes the numbers of PyTorch and torchvision that the tests compare with. Needs python3-torch and python3-torchvision."""
import json
import os

import torch
from torchvision.transforms import RandomResizedCrop
from torchvision.transforms import functional as F

here = os.path.dirname(os.path.abspath(__file__))


def flat(tensor):
    return [round(float(x), 8) for x in tensor.flatten()]


# Colour changes of frames: two clips of two frames of 5 x 4 pixels, among them a gray pixel and ties between channels.
torch.manual_seed(1)
clips = torch.rand(2, 3, 2, 5, 4)
clips[0, :, 0, 0, 0] = 0.5
clips[0, 0, 0, 0, 1] = clips[0, 1, 0, 0, 1]
clips[1, 1, 1, 2, 2] = clips[1, 2, 1, 2, 2]
changes = {"Brightness": (F.adjust_brightness, [0.7, 1.35]), "Contrast": (F.adjust_contrast, [0.65, 1.4]),
           "Saturation": (F.adjust_saturation, [0.6, 1.3]), "Hue": (F.adjust_hue, [-0.08, 0.31])}
out = {"shape": list(clips.shape), "clips": flat(clips), "changes": {}}
for name, (change, amounts) in changes.items():
    result = torch.stack([torch.stack([change(clips[c, :, t], amounts[c]) for t in range(2)], 1) for c in range(2)])
    out["changes"][name] = {"amounts": amounts, "clips": flat(result)}
out["grayscale"] = flat(torch.stack([torch.stack([F.rgb_to_grayscale(clips[c, :, t]) for t in range(2)], 1) for c in range(2)]))
json.dump(out, open(os.path.join(here, "colors.json"), "w"))

# One pre-norm transformer layer and the class token read, against torch's own multi-head attention on the same weights.
torch.manual_seed(2)
width, heads, tokens, features = 8, 2, 4, 6
attention = torch.nn.MultiheadAttention(width, heads, bias=True, batch_first=True).double()
attention.in_proj_bias.data.zero_()
attention.out_proj.bias.data.normal_()
norm1, norm2, norm = (torch.nn.LayerNorm(width).double() for _ in range(3))
for n in (norm1, norm2, norm):
    n.weight.data.normal_(); n.bias.data.normal_()
embed, widen, narrow = torch.nn.Linear(features, width).double(), torch.nn.Linear(width, 4 * width).double(), torch.nn.Linear(4 * width, width).double()
first, positions = torch.randn(1, 1, width).double(), torch.randn(1, tokens + 1, width).double()
x = torch.randn(3, tokens, features).double()
h = torch.cat([first.expand(3, -1, -1), embed(x)], 1) + positions
n1 = norm1(h)
h = h + attention(n1, n1, n1, need_weights=False)[0]
h = h + narrow(torch.nn.functional.gelu(widen(norm2(h))))
y = norm(h[:, 0])
weights = {"embed.weight": embed.weight, "embed.bias": embed.bias, "classToken": first, "positions": positions,
           "layers.0.attentionNorm.weight": norm1.weight, "layers.0.attentionNorm.bias": norm1.bias,
           "layers.0.queryKeyValue.weight": attention.in_proj_weight,
           "layers.0.project.weight": attention.out_proj.weight, "layers.0.project.bias": attention.out_proj.bias,
           "layers.0.perceptronNorm.weight": norm2.weight, "layers.0.perceptronNorm.bias": norm2.bias,
           "layers.0.widen.weight": widen.weight, "layers.0.widen.bias": widen.bias,
           "layers.0.narrow.weight": narrow.weight, "layers.0.narrow.bias": narrow.bias,
           "norm.weight": norm.weight, "norm.bias": norm.bias}
json.dump({"width": width, "heads": heads, "tokens": tokens, "features": features, "x": flat(x), "y": flat(y),
           "weights": {k: {"shape": list(v.shape), "values": flat(v)} for k, v in weights.items()}},
          open(os.path.join(here, "transformer.json"), "w"))

# One step of the four positives with per-architecture negatives and masked keys, and its gradients.
torch.manual_seed(3)
n, d, keys, t = 4, 6, 9, 0.1
unit = lambda *shape: torch.nn.functional.normalize(torch.randn(*shape).double(), dim=-1)
q, k, queue = unit(n, d).requires_grad_(), unit(n, d), unit(keys, d)
videos, owners = torch.tensor([0, 1, 2, 3]), torch.tensor([0, 0, 1, -1, 2, 7, 3, 3, -1])
negatives = (q @ queue.T).masked_fill(videos[:, None] == owners[None], float("-inf"))
logits = torch.cat([(q * k).sum(1, keepdim=True), negatives], 1) / t
loss = torch.nn.functional.cross_entropy(logits, torch.zeros(n, dtype=torch.long))
loss.backward()
json.dump({"n": n, "d": d, "keys": keys, "temperature": t, "q": flat(q), "k": flat(k), "queue": flat(queue), "videos": videos.tolist(),
           "owners": owners.tolist(), "loss": float(loss), "gradient": flat(q.grad)}, open(os.path.join(here, "infonce.json"), "w"))

# Crops of several shapes brought to one edge, larger and smaller; sizes that torchvision takes for an area and an aspect, and its middles.
torch.manual_seed(4)
edge, crops = 8, []
for height, width in [(13, 17), (5, 6), (8, 8), (19, 4), (16, 8)]:
    pixels = torch.randint(0, 256, (2, height, width, 3), dtype=torch.uint8)
    resized = F.resized_crop(pixels.permute(0, 3, 1, 2) / 255, 0, 0, height, width, [edge, edge], antialias=True)
    crops.append({"height": height, "width": width, "pixels": pixels.flatten().tolist(), "resized": flat(resized.permute(1, 0, 2, 3))})
sizes, middles = [], []
for height, width in [(128, 171), (36, 64), (240, 128), (20, 200), (200, 20), (7, 7)]:
    frame = torch.empty(3, height, width)
    for area, aspect in [(0.3, 1), (0.31, 0.5), (0.45, 2), (0.08, 0.75), (0.5, 1.1)]:
        top, left, h, w = RandomResizedCrop.get_params(frame, [area, area], [aspect, aspect])
        sizes.append({"height": height, "width": width, "area": area, "aspect": aspect, "crop": [h, w]})
    for least, most in [(0.75, 4 / 3), (0.5, 2)]:
        top, left, h, w = RandomResizedCrop.get_params(frame, [4, 4], [least, most])
        middles.append({"height": height, "width": width, "least": least, "most": most, "crop": [left, top, w, h]})
sizes = [s for s in sizes if s["area"] * s["aspect"] * s["height"] < s["width"] and s["area"] / s["aspect"] * s["width"] < s["height"]]
json.dump({"edge": edge, "frames": 2, "crops": crops, "sizes": sizes, "middles": middles}, open(os.path.join(here, "crops.json"), "w"))

# Blur with its kernel narrower and wider than the picture's half, and solarisation with a value on the threshold.
torch.manual_seed(5)
clips = torch.rand(2, 3, 2, 12, 13)
clips[1, 0, 0, 0, 0] = 0.8
sigmas, thresholds = [0.4, 1.9], [0.5, 0.8]
frames = lambda change: torch.stack([change(clips[c].transpose(0, 1), c).transpose(0, 1) for c in range(2)])
json.dump({"shape": list(clips.shape), "clips": flat(clips), "sigmas": sigmas, "thresholds": thresholds,
           "blurs": {str(k): flat(frames(lambda x, c: F.gaussian_blur(x, [k, k], [sigmas[c]] * 2))) for k in (5, 23)},
           "solarized": flat(frames(lambda x, c: F.solarize(x, thresholds[c])))}, open(os.path.join(here, "filters.json"), "w"))

# Hues of every corner, edge and near-gray of the colour cube, turned by up to half the circle either way.
levels = [0, 1 / 255, 0.5, 254 / 255, 1]
cube = torch.cartesian_prod(*[torch.tensor(levels)] * 3).T.reshape(3, 5, 25)
turns = [-0.5, -0.1, 0, 0.07, 0.5]
json.dump({"shape": [1, 3, 1, 5, 25], "clip": flat(cube), "turns": turns, "turned": [flat(F.adjust_hue(cube, t)) for t in turns]},
          open(os.path.join(here, "hues.json"), "w"))

# Whole views, one draw for the two frames of a clip: CACL's list on a crop of the clip's size, CVRL's on crops that are resized.
torch.manual_seed(6)
edge, views = 13, []
adjust = {"Brightness": F.adjust_brightness, "Contrast": F.adjust_contrast, "Saturation": F.adjust_saturation, "Hue": F.adjust_hue}
plans = [
    dict(height=13, width=13, adjustments=[["Brightness", 1.37], ["Contrast", 0.64], ["Saturation", 1.22], ["Hue", -0.09]], gray=False, kernel=0, sigma=0, threshold=None, flip=True),
    dict(height=13, width=13, adjustments=[["Hue", 0.1], ["Saturation", 0.61], ["Brightness", 0.7], ["Contrast", 1.4]], gray=False, kernel=0, sigma=0, threshold=None, flip=False),
    dict(height=13, width=13, adjustments=[["Contrast", 1.3], ["Hue", 0.03], ["Brightness", 1.1], ["Saturation", 1.39]], gray=True, kernel=0, sigma=0, threshold=None, flip=True),
    dict(height=13, width=13, adjustments=[], gray=False, kernel=0, sigma=0, threshold=None, flip=False),
    dict(height=16, width=21, adjustments=[["Saturation", 1.75], ["Contrast", 1.7], ["Hue", 0.19], ["Brightness", 0.25]], gray=False, kernel=23, sigma=1.3, threshold=None, flip=True),
    dict(height=18, width=9, adjustments=[["Hue", -0.2], ["Brightness", 1.8], ["Saturation", 0.2], ["Contrast", 0.3]], gray=False, kernel=23, sigma=0.2, threshold=0.5, flip=False),
    dict(height=8, width=16, adjustments=[["Contrast", 1.6], ["Saturation", 1.5], ["Brightness", 0.6], ["Hue", 0.15]], gray=True, kernel=0, sigma=0, threshold=0.5, flip=True),
]
for plan in plans:
    height, width = plan["height"], plan["width"]
    pixels = torch.randint(0, 256, (2, height, width, 3), dtype=torch.uint8)
    frames = []
    for frame in pixels.permute(0, 3, 1, 2) / 255:
        if (height, width) != (edge, edge):
            frame = F.resized_crop(frame, 0, 0, height, width, [edge, edge], antialias=True)
        for name, amount in plan["adjustments"]:
            frame = adjust[name](frame, amount)
        if plan["gray"]:
            frame = F.rgb_to_grayscale(frame, num_output_channels=3)
        if plan["kernel"]:
            frame = F.gaussian_blur(frame, [plan["kernel"]] * 2, [plan["sigma"]] * 2)
        if plan["threshold"] is not None:
            frame = F.solarize(frame, plan["threshold"])
        if plan["flip"]:
            frame = F.hflip(frame)
        frames.append(frame)
    views.append({**plan, "pixels": pixels.flatten().tolist(), "view": flat(torch.stack(frames, 1))})
json.dump({"edge": edge, "views": views}, open(os.path.join(here, "views.json"), "w"))
