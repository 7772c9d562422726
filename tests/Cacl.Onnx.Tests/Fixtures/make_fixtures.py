#!/usr/bin/env python3
"""Writes the .onnx fixtures beside this file. Needs Debian's python3-onnx.

Both encoders are one matrix over all values of a clip, so that each pixel has a weight of its own and a swapped axis
shows. The weight of value i for feature d is ((7 i + 13 d) mod 17 - 8) / 16, which the tests compute as well.
"""
from pathlib import Path

from onnx import TensorProto, checker, helper, save

FRAMES, HEIGHT, WIDTH, FEATURES = 4, 6, 5, 8
VALUES = 3 * FRAMES * HEIGHT * WIDTH
FLOAT, BYTE, LONG = TensorProto.FLOAT, TensorProto.UINT8, TensorProto.INT64


def write(name, inputs, outputs, nodes, constants=()):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(*value) for value in inputs],
        [helper.make_tensor_value_info(*value) for value in outputs],
        constants,
    )
    model = helper.make_model(graph, producer_name="make_fixtures.py", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    checker.check_model(model)
    save(model, str(Path(__file__).parent / f"{name}.onnx"))


def weights():
    values = [((7 * i + 13 * d) % 17 - 8) / 16 for i in range(VALUES) for d in range(FEATURES)]
    return helper.make_tensor("weights", FLOAT, [VALUES, FEATURES], values)


def encoder(name, kind, shape, clips):
    nodes = [
        helper.make_node("Cast", ["clip"], ["pixels"], to=FLOAT),
        helper.make_node("Flatten", ["pixels"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "weights"], ["features"]),
    ]
    write(name, [("clip", kind, [clips, *shape])], [("features", FLOAT, [clips, FEATURES])], nodes, [weights()])


def passes(name, kind, shape):
    write(name, [("clip", kind, shape)], [("same", kind, shape)], [helper.make_node("Identity", ["clip"], ["same"])])


encoder("planes", FLOAT, [3, FRAMES, HEIGHT, WIDTH], "clips")
encoder("bytes", BYTE, [FRAMES, HEIGHT, WIDTH, 3], "clips")
encoder("one_clip", BYTE, [FRAMES, HEIGHT, WIDTH, 3], 1)

passes("rank_4", FLOAT, ["clips", 3, 6, 5])
passes("longs", LONG, ["clips", 3, 4, 6, 5])
passes("free_frames", FLOAT, ["clips", 3, "frames", 6, 5])
passes("rank_5_features", FLOAT, ["clips", 3, 4, 6, 5])
write(
    "two_outputs",
    [("clip", FLOAT, ["clips", 3, 4, 6, 5])],
    [("features", FLOAT, ["clips", 360]), ("again", FLOAT, ["clips", 3, 4, 6, 5])],
    [helper.make_node("Flatten", ["clip"], ["features"], axis=1), helper.make_node("Identity", ["clip"], ["again"])],
)

def colours(name, frames, height, width):
    nodes = [helper.make_node("ReduceMean", ["clip"], ["features"], axes=[2, 3, 4], keepdims=0)]
    write(name, [("clip", FLOAT, ["clips", 3, frames, height, width])], [("features", FLOAT, ["clips", 3])], nodes)


def features(name, length):
    nodes = [helper.make_node("Reshape", ["clip", "shape"], ["features"])]
    shape = helper.make_tensor("shape", LONG, [2], [-1, length])
    write(name, [("clip", FLOAT, ["clips", 3, 4, 6, 5])], [("features", FLOAT, ["rows", length])], nodes, [shape])


colours("usual_size", 16, 224, 224)
colours("too_large", 30000, 30000, 30000)
features("long_vectors", 1 << 20)
features("too_long_vectors", (1 << 20) + 1)
# Promises one feature row a clip and gives one a frame, which shows only when it runs.
features("broken_promise", 30)
