"""The peers: does what each line of JSON asks for, once, and answers with a line of JSON. Argument: the script of the authors' way."""
import json
import os
import random
import runpy
import subprocess
import sys
import time

import av
import cv2
import Levenshtein
import numpy as np
import torch

CORES = len(os.sched_getaffinity(0))
torch.set_num_threads(CORES)
cv2.setNumThreads(CORES)
av.logging.set_level(av.logging.PANIC)
AUTHORS = sys.argv[1]
authors = {}


def cv2_picture(frame, size):
    height, width = frame.shape[:2]
    if (width, height) != size:
        grows = size[0] > width or size[1] > height
        frame = cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR if grows else cv2.INTER_AREA)
    return cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)


def cv2_open(path):
    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise ValueError("does not open")
    return capture


def cv2_whole(path, size):
    capture, frames = cv2_open(path), []
    while True:
        got, frame = capture.read()
        if not got:
            break
        frames.append(cv2_picture(frame, size))
    capture.release()
    return frames


def av_open(path):
    container = av.open(path)
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    return container, stream


def av_picture(frame, size):
    return frame.reformat(size[0], size[1], "rgb24").to_ndarray()


def av_whole(path, size):
    container, stream = av_open(path)
    with container:
        return [av_picture(frame, size) for frame in container.decode(stream)]


def ffmpeg(path, size, before=(), after=()):
    command = ["ffmpeg", "-v", "quiet", "-nostdin", *before, "-i", path, "-map", "0:v:0", *after, "-vsync", "passthrough",
               "-vf", f"scale={size[0]}:{size[1]}", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    pixels = subprocess.run(command, stdout=subprocess.PIPE).stdout
    return list(np.frombuffer(pixels, np.uint8).reshape(-1, size[1], size[0], 3))


def decode(message, size):
    return {"cv2": cv2_whole, "pyav": av_whole, "ffmpeg": ffmpeg}[message["way"]](message["path"], size)


def cv2_set(path, wanted, size):
    capture, frames = cv2_open(path), []
    capture.set(cv2.CAP_PROP_POS_FRAMES, wanted[0])
    for _ in wanted:
        got, frame = capture.read()
        if not got:
            break
        frames.append(cv2_picture(frame, size))
    capture.release()
    return frames


def cv2_skip(path, wanted, size):
    capture, frames = cv2_open(path), []
    for _ in range(wanted[0]):
        capture.grab()
    for _ in wanted:
        got, frame = capture.read()
        if not got:
            break
        frames.append(cv2_picture(frame, size))
    capture.release()
    return frames


def av_seek(path, wanted, size):
    container, stream = av_open(path)
    frames = []
    with container:
        step = 1 / (stream.average_rate * stream.time_base)
        first = (stream.start_time or 0) + round(wanted[0] * step)
        container.seek(first, stream=stream)
        for frame in container.decode(stream):
            if frame.pts is not None and frame.pts >= first - step / 2:
                frames.append(av_picture(frame, size))
                if len(frames) == len(wanted):
                    break
    return frames


def av_skip(path, wanted, size):
    container, stream = av_open(path)
    frames = []
    with container:
        for i, frame in enumerate(container.decode(stream)):
            if i >= wanted[0]:
                frames.append(av_picture(frame, size))
                if len(frames) == len(wanted):
                    break
    return frames


def ffmpeg_seek(path, wanted, size, rates={}):
    if path not in rates:
        container, stream = av_open(path)
        with container:
            rates[path] = float(stream.average_rate)
    # Half a frame early, so that rounding does not leave the first one out.
    at = max(0, (wanted[0] - 0.5) / rates[path])
    return ffmpeg(path, size, ("-ss", f"{at:.6f}"), ("-frames:v", str(len(wanted))))


def clip(message, size):
    ways = {"cv2 set": cv2_set, "cv2 skip": cv2_skip, "pyav seek": av_seek, "pyav skip": av_skip, "ffmpeg -ss": ffmpeg_seek}
    return ways[message["way"]](message["path"], message["frames"], size)


def timed(work, message):
    size = (message["width"], message["height"])
    start = time.perf_counter()
    frames = work(message, size)
    seconds = time.perf_counter() - start
    if message["save"]:
        # Of a whole file only the frames that are named, when some are.
        keep = frames if work is clip else [frames[i] for i in message["frames"] if i < len(frames)]
        with open(message["save"], "wb") as file:
            file.write(b"".join(np.ascontiguousarray(frame).tobytes() for frame in keep))
    return {"seconds": seconds, "frames": len(frames)}


def sample(message):
    if not authors:
        # The script itself measures the files of its command line: here it has none, and its function is called.
        arguments, sys.argv = sys.argv, [AUTHORS]
        authors.update(runpy.run_path(AUTHORS))
        sys.argv = arguments
        torch.set_num_threads(CORES)
    seconds = 0
    for _ in range(message["count"]):
        drop_pages(message["path"])
        start = time.perf_counter()
        authors["sample"](message["path"])
        seconds += time.perf_counter() - start
    return {"seconds": seconds}


def drop_pages(path):
    file = os.open(path, os.O_RDONLY)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def degree(message):
    ordered = "".join(chr(ord("0") + i) for i in range(message["frameCount"]))
    frames = list(ordered)
    start = time.perf_counter()
    for _ in range(message["count"]):
        random.shuffle(frames)
        Levenshtein.distance(ordered, "".join(frames))
    return {"seconds": time.perf_counter() - start}


CASES = {"decode": lambda m: timed(decode, m), "clip": lambda m: timed(clip, m), "sample": sample, "degree": degree}
print(f"OpenCV {cv2.__version__}, PyAV {av.__version__}, PyTorch {torch.__version__}", flush=True)
for line in sys.stdin:
    message = json.loads(line)
    try:
        answer = CASES[message["case"]](message)
    except Exception as fault:
        answer = {"error": f"{type(fault).__name__}: {fault}"}
    print(json.dumps(answer), flush=True)
