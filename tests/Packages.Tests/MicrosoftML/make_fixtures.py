#!/usr/bin/env python3
"""Writes the .onnx fixtures beside this file. Needs Debian's python3-onnx."""
from pathlib import Path

from onnx import TensorProto, checker, helper, save

FLOAT, BYTE = TensorProto.FLOAT, TensorProto.UINT8


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


write("same", [("pixels", BYTE, ["n", "m"])], [("copy", BYTE, ["n", "m"])], [helper.make_node("Identity", ["pixels"], ["copy"])])

# doubled = 2 x, and total = the sum of each row of three values
write(
    "doubled_and_total",
    [("x", FLOAT, ["rows", 3])],
    [("doubled", FLOAT, ["rows", 3]), ("total", FLOAT, ["rows", 1])],
    [
        helper.make_node("Add", ["x", "x"], ["doubled"]),
        helper.make_node("MatMul", ["x", "ones"], ["total"]),
    ],
    [helper.make_tensor("ones", FLOAT, [3, 1], [1.0] * 3)],
)
