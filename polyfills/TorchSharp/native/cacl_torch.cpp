// libtorch behind a C interface: any aten operator by name, through the dispatcher, and the few things that are
// no operators. Every function that can fail returns 0, or 1 with the reason in cacl_error() of the same thread;
// no exception leaves this file, because one that did would end the process.
//
// A tensor handle is a released TensorImpl*: it owns one reference, which cacl_free gives back.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/api/include/torch/version.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <vector>

#define CACL extern "C" __attribute__((visibility("default")))

namespace {

using Stack = std::vector<c10::IValue>;
using OptionalTensor = decltype(std::declval<c10::IValue>().toOptional<at::Tensor>());

thread_local std::string last_error;

/// Runs the body; turns whatever it throws into a status and a message that starts with `subject`.
template <class Body>
int guard(const char* subject, Body&& body) noexcept {
  const char* reason;
  std::string text;
  try {
    try {
      body();
      return 0;
    } catch (const c10::Error& e) {
      text = e.what_without_backtrace();
      reason = text.c_str();
    } catch (const std::exception& e) {
      text = e.what();
      reason = text.c_str();
    } catch (...) {
      reason = "unknown native exception";
    }
    last_error.assign(subject).append(subject[0] ? ": " : "").append(reason);
  } catch (...) {
    last_error.clear();  // no memory left for a message
  }
  return 1;
}

#ifdef __GLIBC__
/// Tensors of tens of megabytes come and go with every step. By default each is mapped anew, and the system zeroes its
/// pages again: a quarter of a training step of R3D-18. Up to a gigabyte stays with the process instead, unless the user
/// chose otherwise.
__attribute__((constructor)) void keep_freed_memory() {
  if (std::getenv("MALLOC_MMAP_THRESHOLD_") != nullptr || std::getenv("MALLOC_TRIM_THRESHOLD_") != nullptr) return;
  mallopt(M_MMAP_THRESHOLD, 256 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}
#endif

at::Tensor borrow(c10::TensorImpl* impl) {
  return impl == nullptr
      ? at::Tensor()
      : at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(impl));
}

c10::TensorImpl* release(at::Tensor&& tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

enum Tag : int32_t { None, Tensor, Bool, Int, Double, Ints, Doubles, Tensors, Text, Device, Generator, Default };

/// One argument. `value` holds the number, the bits of a double, or a pointer to `count` elements.
struct Arg {
  Tag tag;
  int32_t count;
  int64_t value;
};
static_assert(sizeof(Arg) == 16, "shared with Arg.cs");

/// One result. `bytes` is what a tensor that does not share its storage keeps in memory, otherwise 0.
struct Result {
  int64_t value;
  int64_t bytes;
  Tag tag;
};
static_assert(sizeof(Result) == 24, "shared with Result.cs");

enum class Kind { Plain, Float, Number, Int, Bool, Ints, Doubles, Bools, Numbers, Tensors, OptionalTensors, Device, Text };

struct Parameter {
  Kind kind;
  size_t length;  // of a fixed-length list, else 0
  bool has_default;
  c10::IValue fallback;
};

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;
  std::string schema;
};

Kind kind_of(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::OptionalType: return kind_of(*type.containedType(0));
    case c10::TypeKind::FloatType: return Kind::Float;
    case c10::TypeKind::NumberType: return Kind::Number;
    case c10::TypeKind::IntType: case c10::TypeKind::SymIntType: return Kind::Int;
    case c10::TypeKind::BoolType: return Kind::Bool;
    case c10::TypeKind::DeviceObjType: return Kind::Device;
    case c10::TypeKind::StringType: return Kind::Text;
    case c10::TypeKind::ListType: {
      const c10::Type& element = *type.containedType(0);
      switch (element.kind()) {
        case c10::TypeKind::IntType: case c10::TypeKind::SymIntType: return Kind::Ints;
        case c10::TypeKind::FloatType: return Kind::Doubles;
        case c10::TypeKind::BoolType: return Kind::Bools;
        case c10::TypeKind::NumberType: return Kind::Numbers;
        case c10::TypeKind::TensorType: return Kind::Tensors;
        case c10::TypeKind::OptionalType: return Kind::OptionalTensors;
        default: return Kind::Plain;
      }
    }
    default: return Kind::Plain;
  }
}

double as_double(const Arg& arg) {
  double number;
  std::memcpy(&number, &arg.value, sizeof number);
  return number;
}

template <class List, class Element>
c10::IValue list_of(const Arg& arg) {
  const auto* elements = reinterpret_cast<const Element*>(arg.value);
  List list;
  list.reserve(arg.count);
  for (int32_t i = 0; i < arg.count; i++) list.push_back(elements[i]);
  return list;
}

template <class List>
c10::IValue list_of_tensors(const Arg& arg) {
  auto* elements = reinterpret_cast<c10::TensorImpl**>(arg.value);
  List list;
  list.reserve(arg.count);
  for (int32_t i = 0; i < arg.count; i++) {
    at::Tensor element = borrow(elements[i]);
    if (element.defined()) list.push_back(std::move(element));
    else list.push_back(typename List::value_type());
  }
  return list;
}

c10::IValue numbers(const Arg& arg) {
  c10::impl::GenericList list(c10::NumberType::get());
  list.reserve(arg.count);
  for (int32_t i = 0; i < arg.count; i++) {
    if (arg.tag == Ints) list.push_back(reinterpret_cast<const int64_t*>(arg.value)[i]);
    else list.push_back(reinterpret_cast<const double*>(arg.value)[i]);
  }
  return list;
}

/// The schema decides the type, not the caller's tag: an int passes for a float, an int for an int[N].
c10::IValue convert(const Parameter& parameter, const Arg& arg) {
  switch (arg.tag) {
    case None: return parameter.kind == Kind::OptionalTensors ? c10::IValue(c10::List<OptionalTensor>()) : c10::IValue();
    case Tensor: return borrow(reinterpret_cast<c10::TensorImpl*>(arg.value));
    case Bool:
      if (parameter.kind == Kind::Int) return arg.value;
      return arg.value != 0;
    case Int:
      if (parameter.kind == Kind::Float) return static_cast<double>(arg.value);
      if (parameter.kind == Kind::Bool) return arg.value != 0;
      if (parameter.kind == Kind::Ints) {
        c10::List<int64_t> list;
        for (size_t i = 0; i < std::max<size_t>(parameter.length, 1); i++) list.push_back(arg.value);
        return list;
      }
      return arg.value;
    case Double: return as_double(arg);
    case Ints:
      if (parameter.kind == Kind::Doubles) return list_of<c10::List<double>, int64_t>(arg);
      if (parameter.kind == Kind::Bools) return list_of<c10::List<bool>, int64_t>(arg);
      if (parameter.kind == Kind::Numbers) return numbers(arg);
      return list_of<c10::List<int64_t>, int64_t>(arg);
    case Doubles:
      if (parameter.kind == Kind::Numbers) return numbers(arg);
      return list_of<c10::List<double>, double>(arg);
    case Tensors:
      return parameter.kind == Kind::OptionalTensors ? list_of_tensors<c10::List<OptionalTensor>>(arg)
                                                     : list_of_tensors<c10::List<at::Tensor>>(arg);
    case Text: return std::string(reinterpret_cast<const char*>(arg.value), arg.count);
    case Device: return c10::Device(static_cast<c10::DeviceType>(arg.value), static_cast<c10::DeviceIndex>(arg.count));
    case Generator:
      return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::unsafe_reclaim_from_nonowning(
          reinterpret_cast<c10::GeneratorImpl*>(arg.value)));
    default: break;
  }
  TORCH_CHECK(parameter.has_default, "an argument without a default is missing");
  return parameter.fallback;
}

Result tensor_result(at::Tensor&& tensor) {
  int64_t bytes = 0;
  // Autograd may hold a second reference to a storage that it saved for the backward pass.
  if (tensor.defined() && tensor.has_storage() && tensor.storage().use_count() <= 2) bytes = tensor.storage().nbytes();
  return {reinterpret_cast<int64_t>(release(std::move(tensor))), bytes, Tensor};
}

void append(std::vector<Result>& results, c10::IValue&& value) {
  if (value.isTensor()) {
    results.push_back(tensor_result(std::move(value).toTensor()));
  } else if (value.isInt()) {
    results.push_back({value.toInt(), 0, Int});
  } else if (value.isBool()) {
    results.push_back({value.toBool(), 0, Bool});
  } else if (value.isDouble()) {
    Result result{0, 0, Double};
    double number = value.toDouble();
    std::memcpy(&result.value, &number, sizeof number);
    results.push_back(result);
  } else if (value.isTensorList()) {
    for (at::Tensor& tensor : std::move(value).toTensorVector()) results.push_back(tensor_result(std::move(tensor)));
  } else if (value.isNone()) {
    results.push_back({0, 0, None});
  } else {
    TORCH_CHECK(false, "results of kind ", value.tagKind(), " are not served");
  }
}

thread_local Stack spare_stack;
thread_local std::vector<Result> surplus;  // results that the caller had no room for, until cacl_take

/// The thread's stack, taken for the length of a call so that a nested call gets its own.
struct BorrowedStack {
  Stack stack;
  BorrowedStack() { stack.swap(spare_stack); }
  ~BorrowedStack() { stack.clear(); stack.swap(spare_stack); }
};

}  // namespace

CACL const char* cacl_error() { return last_error.c_str(); }
CACL const char* cacl_version() { return TORCH_VERSION; }

CACL int cacl_resolve(const char* name, const char* overload, Operator** result) {
  return guard(name, [&] {
    c10::OperatorHandle handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    auto found = std::make_unique<Operator>(Operator{handle, {}, c10::toString(handle.schema())});
    for (const c10::Argument& argument : handle.schema().arguments())
      found->parameters.push_back({kind_of(*argument.type()), static_cast<size_t>(argument.N() ? *argument.N() : 0),
          argument.default_value().has_value(), argument.default_value() ? *argument.default_value() : c10::IValue()});
    *result = found.release();  // lives as long as the process
  });
}

/// Calls an operator. Results beyond `room` wait for cacl_take; `count` null drops them all.
CACL int cacl_call(Operator* op, const Arg* args, int32_t arg_count, Result* results, int32_t room, int32_t* count) {
  return guard(op->schema.c_str(), [&] {
    BorrowedStack borrowed;
    Stack& stack = borrowed.stack;
    TORCH_CHECK(static_cast<size_t>(arg_count) <= op->parameters.size(), arg_count, " arguments given");
    for (size_t i = 0; i < op->parameters.size(); i++)
      stack.push_back(convert(op->parameters[i], i < static_cast<size_t>(arg_count) ? args[i] : Arg{Default, 0, 0}));
    op->handle.callBoxed(&stack);
    if (count == nullptr) return;
    if (stack.size() == 1 && room > 0 && stack[0].isTensor()) {
      results[0] = tensor_result(std::move(stack[0]).toTensor());
      *count = 1;
      return;
    }
    surplus.clear();
    for (c10::IValue& value : stack) append(surplus, std::move(value));
    *count = static_cast<int32_t>(surplus.size());
    if (*count <= room) std::copy(surplus.begin(), surplus.end(), results);
  });
}

CACL void cacl_take(Result* results) { std::copy(surplus.begin(), surplus.end(), results); }

CACL void cacl_free(c10::TensorImpl* tensor) {
  guard("free", [&] { c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(tensor); });
}

struct TensorInfo {
  const int64_t* sizes;
  const int64_t* strides;
  void* data;
  int64_t count, offset, item_bytes;
  int32_t dimensions, dtype, device_type, device_index;
  int32_t requires_grad, is_leaf, is_contiguous, layout;
};

/// The pointers stay valid while the tensor lives and keeps its shape.
CACL int cacl_describe(c10::TensorImpl* handle, TensorInfo* info) {
  return guard("describe", [&] {
    at::Tensor tensor = borrow(handle);
    bool strided = tensor.layout() == c10::kStrided;
    info->sizes = tensor.sizes().data();
    info->strides = strided ? tensor.strides().data() : nullptr;
    info->data = strided && tensor.has_storage() ? tensor.data_ptr() : nullptr;
    info->count = tensor.numel();
    info->offset = strided ? tensor.storage_offset() : 0;
    info->item_bytes = tensor.itemsize();
    info->dimensions = tensor.dim();
    info->dtype = static_cast<int32_t>(tensor.scalar_type());
    info->device_type = static_cast<int32_t>(tensor.device().type());
    info->device_index = tensor.device().index();
    info->requires_grad = tensor.requires_grad();
    info->is_leaf = tensor.is_leaf();
    info->is_contiguous = strided && tensor.is_contiguous();
    info->layout = static_cast<int32_t>(tensor.layout());
  });
}

CACL int cacl_get_grad(c10::TensorImpl* tensor, c10::TensorImpl** grad) {
  return guard("grad", [&] { *grad = release(at::Tensor(borrow(tensor).grad())); });
}

CACL int cacl_set_grad(c10::TensorImpl* tensor, c10::TensorImpl* grad) {
  return guard("grad", [&] { borrow(tensor).mutable_grad() = borrow(grad); });
}

/// Gradients of the sum of outputs with respect to inputs; an input that is not reached gets a null handle.
CACL int cacl_autograd(c10::TensorImpl** outputs, int32_t output_count, c10::TensorImpl** inputs, int32_t input_count,
                       c10::TensorImpl** grad_outputs, int32_t keep, int32_t create, int32_t allow_unused, c10::TensorImpl** grads) {
  return guard("autograd.grad", [&] {
    torch::autograd::variable_list from, to, seeds;
    for (int32_t i = 0; i < output_count; i++) from.push_back(borrow(outputs[i]));
    for (int32_t i = 0; i < input_count; i++) to.push_back(borrow(inputs[i]));
    if (grad_outputs != nullptr) for (int32_t i = 0; i < output_count; i++) seeds.push_back(borrow(grad_outputs[i]));
    auto result = torch::autograd::grad(from, to, seeds, keep != 0, create != 0, allow_unused != 0);
    for (int32_t i = 0; i < input_count; i++) grads[i] = release(std::move(result[i]));
  });
}

namespace {
/// C#'s side of a function: computes gradients, or returns 1 after cacl_fail. It owns what `grads` holds and gives what
/// `results` holds, null for no gradient.
using Backward = int (*)(void* owner, c10::TensorImpl** grads, int32_t grad_count, c10::TensorImpl** results, int32_t result_count);
using Forget = void (*)(void* owner);

/// A function of C# in the graph. `owner` is C#'s own, told when the graph lets go of the node.
struct ManagedNode : torch::autograd::Node {
  std::string label;
  void* owner;
  Backward backward;
  Forget forget;
  std::vector<torch::autograd::SavedVariable> saved;
  bool is_used_up = false;

  ManagedNode(const char* name, void* owner, Backward backward, Forget forget)
      : label(name), owner(owner), backward(backward), forget(forget) {}
  ~ManagedNode() override { forget(owner); }

  std::string name() const override { return label; }

  void release_variables() override {
    saved.clear();
    is_used_up = true;
  }

  torch::autograd::variable_list apply(torch::autograd::variable_list&& grads) override {
    std::vector<c10::TensorImpl*> given, results(num_outputs());
    given.reserve(grads.size());
    for (size_t i = 0; i < grads.size(); i++) {
      // An output that the loss does not hang on.
      if (!grads[i].defined()) grads[i] = input_metadata(i).zeros_like();
      given.push_back(release(std::move(grads[i])));
    }
    if (backward(owner, given.data(), static_cast<int32_t>(given.size()), results.data(), static_cast<int32_t>(results.size())) != 0)
      throw std::runtime_error(last_error);
    torch::autograd::variable_list found;
    for (c10::TensorImpl* result : results)
      found.push_back(result == nullptr ? at::Tensor() : at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(result)));
    return found;
  }
};

/// Newer libtorchs count the references to a node within the node, older ones beside it.
using NodePointer = decltype(torch::autograd::Edge::function);
template <class Pointer>
constexpr bool is_shared = std::is_same_v<Pointer, std::shared_ptr<torch::autograd::Node>>;

/// The first reference.
template <class Managed, class Pointer = NodePointer>
Pointer hold(Managed* node) {
  if constexpr (is_shared<Pointer>) return Pointer(node, [](auto* dead) { deleteNode(dead); });
  else return Pointer::unsafe_steal_from_new(node);
}

/// One more.
template <class Managed, class Pointer = NodePointer>
Pointer hold_again(Managed* node) {
  if constexpr (is_shared<Pointer>) return node->shared_from_this();
  else return Pointer::unsafe_reclaim_from_nonowning(node);
}
}  // namespace

CACL void cacl_fail(const char* reason) {
  try {
    last_error = reason;
  } catch (...) {
    last_error.clear();
  }
}

/// Puts a function between its inputs and outputs, which hold the node from here on; it owns `owner`, even when this fails.
/// Each output's handle is exchanged for one of the caller's own: an output that is an input becomes a view, so that the
/// input stays what it is.
CACL int cacl_function(const char* name, void* owner, Backward backward, Forget forget, c10::TensorImpl** inputs, int32_t input_count,
                       c10::TensorImpl** outputs, int32_t output_count, c10::TensorImpl** saved, int32_t saved_count, ManagedNode** result) {
  return guard(name, [&] {
    auto* managed = new ManagedNode(name, owner, backward, forget);
    NodePointer node = hold(managed);
    torch::autograd::variable_list variables;
    for (int32_t i = 0; i < input_count; i++) variables.push_back(borrow(inputs[i]));
    node->set_next_edges(torch::autograd::collect_next_edges(variables));
    std::vector<at::Tensor> bound;
    for (int32_t i = 0; i < output_count; i++) {
      at::Tensor output = borrow(outputs[i]);
      if (std::find(inputs, inputs + input_count, outputs[i]) != inputs + input_count) {
        c10::AutoGradMode frozen(false);
        output = output.view_as(output);
      }
      if (output.is_floating_point() || output.is_complex()) torch::autograd::set_history(output, node);
      else node->add_input_metadata(output);
      bound.push_back(std::move(output));
    }
    for (int32_t i = 0; i < saved_count; i++) {
      at::Tensor variable = borrow(saved[i]);
      bool is_output = variable.defined() && variable.grad_fn() == node;
      managed->saved.emplace_back(variable, is_output);
    }
    for (int32_t i = 0; i < output_count; i++) outputs[i] = release(std::move(bound[i]));
    *result = managed;
  });
}

/// As many tensors as were saved; null where none was.
CACL int cacl_function_saved(ManagedNode* node, c10::TensorImpl** tensors) {
  return guard("autograd.Function", [&] {
    TORCH_CHECK(!node->is_used_up, torch::autograd::ERR_BACKWARD_TWICE);
    std::vector<at::Tensor> unpacked;
    for (torch::autograd::SavedVariable& variable : node->saved) unpacked.push_back(variable.unpack(hold_again(node)));
    for (at::Tensor& tensor : unpacked) *tensors++ = release(std::move(tensor));
  });
}

/// One more reference to a tensor.
CACL c10::TensorImpl* cacl_share(c10::TensorImpl* tensor) { return release(borrow(tensor)); }

CACL int32_t cacl_grad_mode() { return c10::GradMode::is_enabled(); }
CACL void cacl_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }
CACL int32_t cacl_deterministic() { return at::globalContext().deterministicAlgorithms(); }
CACL int32_t cacl_deterministic_warn_only() { return at::globalContext().deterministicAlgorithmsWarnOnly(); }
CACL void cacl_set_deterministic(int32_t enabled, int32_t warn_only) { at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0); }
/// Whether a GPU may take TF32 for products of float32: cuBLAS's (`convolutions` 0), cuDNN's (1). `set` below 0 only asks.
CACL int cacl_tf32(int32_t convolutions, int32_t set, int32_t* allowed) {
  return guard("allow_tf32", [&] {
    at::Context& context = at::globalContext();
    if (set >= 0 && convolutions) context.setAllowTF32CuDNN(set != 0);
    else if (set >= 0) context.setAllowTF32CuBLAS(set != 0);
    *allowed = convolutions ? context.allowTF32CuDNN() : context.allowTF32CuBLAS();
  });
}

CACL int32_t cacl_inference_mode() { return c10::InferenceMode::is_enabled(); }
CACL c10::InferenceMode* cacl_enter_inference_mode(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
CACL void cacl_leave_inference_mode(c10::InferenceMode* guard) { delete guard; }

CACL int32_t cacl_threads() { return at::get_num_threads(); }
CACL int32_t cacl_interop_threads() { return at::get_num_interop_threads(); }
CACL int cacl_set_threads(int32_t count) { return guard("set_num_threads", [&] { at::set_num_threads(count); }); }
CACL int cacl_set_interop_threads(int32_t count) { return guard("set_num_interop_threads", [&] { at::set_num_interop_threads(count); }); }

CACL int32_t cacl_cuda_devices() {
  int32_t count = 0;
  guard("cuda", [&] { count = torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0; });
  return count;
}

CACL int32_t cacl_cudnn() {
  int32_t found = 0;
  guard("cudnn", [&] { found = torch::cuda::is_available() && torch::cuda::cudnn_is_available(); });
  return found;
}

CACL int cacl_cuda_synchronize(int64_t index) { return guard("cuda.synchronize", [&] { torch::cuda::synchronize(index); }); }

CACL int cacl_manual_seed(int64_t seed) { return guard("manual_seed", [&] { at::manual_seed(static_cast<uint64_t>(seed)); }); }

/// A generator of its own, or (`shared`) the one that operators use when none is given.
CACL int cacl_generator(int32_t device_type, int32_t device_index, int32_t shared, c10::GeneratorImpl** result) {
  return guard("Generator", [&] {
    c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    at::Generator found = at::globalContext().defaultGenerator(device);
    if (!shared) found = device.is_cpu() ? at::Generator(at::detail::createCPUGenerator()) : found.clone();
    *result = found.unsafeReleaseGeneratorImpl();
  });
}

namespace {
at::Generator borrow(c10::GeneratorImpl* generator) {
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::unsafe_reclaim_from_nonowning(generator));
}
}  // namespace

CACL void cacl_free_generator(c10::GeneratorImpl* generator) {
  guard("Generator", [&] { c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(generator); });
}

CACL int cacl_generator_seed(c10::GeneratorImpl* generator, int32_t set, int64_t* seed) {
  return guard("Generator", [&] {
    at::Generator target = borrow(generator);
    std::lock_guard<std::mutex> lock(target.mutex());
    if (set == 1) target.set_current_seed(static_cast<uint64_t>(*seed));
    else *seed = static_cast<int64_t>(set == 2 ? target.seed() : target.current_seed());
  });
}

CACL int cacl_generator_state(c10::GeneratorImpl* generator, c10::TensorImpl* set, c10::TensorImpl** get) {
  return guard("Generator", [&] {
    at::Generator target = borrow(generator);
    std::lock_guard<std::mutex> lock(target.mutex());
    if (set != nullptr) target.set_state(borrow(set));
    else *get = release(target.get_state());
  });
}
