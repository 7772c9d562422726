#!/usr/bin/env python3
"""Writes the .onnx fixtures beside this file. Needs Debian's python3-onnx.

Each encoder takes the mean over a frame's columns, and one matrix over what is left, so that the order of frames, rows and
channels shows. The weight of value i for feature d is ((7 i + 13 d) mod 17 - 8) / 64, which the tests compute as well.
"""
import hashlib
import json
from pathlib import Path

from onnx import TensorProto, checker, helper

FRAMES, EDGE, FEATURES = 6, 16, 8
VALUES = FRAMES * EDGE * 3
FLOAT, BYTE = TensorProto.FLOAT, TensorProto.UINT8
CLIP = {
    "frames": FRAMES, "interval": 1, "shortSide": 18, "fixedSize": None, "cropSize": EDGE,
    "shortVideos": "Reject", "leastReadable": 0.75, "segment": {"start": 0, "end": 1},
}
METADATA = {
    "cacl.format": "1",
    "cacl.clip": json.dumps(CLIP),
    "cacl.embedClips": "3",
    "cacl.method": "none",
    "cacl.trainingVideos": "0",
    "cacl.license": "",
}


def write(name, kind, shape, nodes, metadata, rows_of="clip"):
    length = VALUES if rows_of == "clip" else VALUES // FRAMES
    weights = [((7 * i + 13 * d) % 17 - 8) / 64 for i in range(length) for d in range(FEATURES)]
    graph = helper.make_graph(
        [*nodes, helper.make_node("Reshape", ["rows", "shape"], ["flat"]), helper.make_node("MatMul", ["flat", "weights"], ["features"])],
        name,
        [helper.make_tensor_value_info("clips", kind, ["clips", *shape])],
        [helper.make_tensor_value_info("features", FLOAT, ["clips", FEATURES])],
        [helper.make_tensor("weights", FLOAT, [length, FEATURES], weights), helper.make_tensor("shape", TensorProto.INT64, [2], [-1, length])],
    )
    model = helper.make_model(graph, producer_name="make_encoders.py", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    helper.set_model_props(model, metadata)
    checker.check_model(model)
    content = model.SerializeToString()
    if metadata:
        # Last in the file is a property, of which the value is the SHA-256 of all bytes before the value.
        key, digits = b"cacl.sha256", 64
        content += bytes([0x72, 4 + len(key) + digits, 0x0A, len(key)]) + key + bytes([0x12, digits])
        content += hashlib.sha256(content).hexdigest().encode()
    (Path(__file__).parent / f"{name}.onnx").write_bytes(content)


# [clips, frames, height, width, 3] -> [clips, frames, height, 3]
columns = helper.make_node("ReduceMean", ["pixels"], ["rows"], axes=[3], keepdims=0)
write("encoder", BYTE, [FRAMES, EDGE, EDGE, 3], [helper.make_node("Cast", ["clips"], ["pixels"], to=FLOAT), columns], METADATA)

# What another program might write: [clips, 3, frames, height, width], 0 to 1, and no word of how clips are taken.
ordered = helper.make_node("Transpose", ["clips"], ["pixels"], perm=[0, 2, 3, 4, 1])
write("foreign", FLOAT, [3, FRAMES, EDGE, EDGE], [ordered, columns], {})

# Promises one row a clip and gives one a frame, which shows only when it runs.
write("broken", BYTE, [FRAMES, EDGE, EDGE, 3], [helper.make_node("Cast", ["clips"], ["pixels"], to=FLOAT), columns], METADATA, rows_of="frame")
