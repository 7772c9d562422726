"""Runs ONNX's own checker, shape inference included, over the files named on the command line. Ends with 3 where onnx is not installed."""
import sys

try:
    import onnx
except ImportError:
    sys.exit(3)

for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    operators = sorted({node.op_type for node in model.graph.node})
    print(path, model.opset_import[0].version, " ".join(operators))
