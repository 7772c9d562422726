// A C interface to the parts of OpenCV that the OpenCvSharp4 polyfill serves.
//
// To add a function: write it with EXPORT and guard, its LibraryImport twin in Native.cs, and a test. Every function
// returns a status: 0, or OpenCV's (negative) error code with the details in a record of the calling thread.
// Results leave through pointers. No exception may leave: .NET can't unwind through C++ frames.
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default"))) int

namespace {

struct Fault {
    std::string message, function, file;
    int line = 0;
};
thread_local Fault fault;

// OpenCV prints every error before it throws; the exception tells the same story.
int silent(int, const char*, const char*, const char*, int, void*) { return 0; }
const auto redirected = (cv::redirectError(silent), true);

int record(int code, const char* message, const char* function, const char* file, int line) noexcept {
    try {
        fault = {message, function, file, line};
    } catch (...) {
        fault.line = line;  // no memory for the words; the code still says what happened
    }
    return code;
}

template <typename Body>
int guard(Body body) noexcept {
    try {
        body();
        return 0;
    } catch (const cv::Exception& e) {
        return record(e.code == 0 ? cv::Error::StsError : e.code, e.err.c_str(), e.func.c_str(), e.file.c_str(), e.line);
    } catch (const std::bad_alloc& e) {
        return record(cv::Error::StsNoMem, e.what(), "", "", 0);
    } catch (const std::exception& e) {
        return record(cv::Error::StsError, e.what(), "", "", 0);
    } catch (...) {
        return record(cv::Error::StsError, "an exception of unknown type", "", "", 0);
    }
}

struct Scalar4 { double v[4]; };
struct Size2 { int width, height; };
struct Point2 { int x, y; };
struct Rect4 { int x, y, width, height; };

cv::Scalar of(Scalar4 s) { return {s.v[0], s.v[1], s.v[2], s.v[3]}; }
cv::Size of(Size2 s) { return {s.width, s.height}; }
cv::Point of(Point2 p) { return {p.x, p.y}; }
cv::Rect of(Rect4 r) { return {r.x, r.y, r.width, r.height}; }
cv::Mat optional(const cv::Mat* m) { return m ? *m : cv::Mat(); }
std::vector<int> list(const int* values, int count) { return count ? std::vector<int>(values, values + count) : std::vector<int>(); }

}  // namespace

// What the last failed call of this thread left. The pointers live until the thread's next failure.
EXPORT cacl_cv_fault(const char** message, const char** function, const char** file, int* line) {
    *message = fault.message.c_str();
    *function = fault.function.c_str();
    *file = fault.file.c_str();
    *line = fault.line;
    return 0;
}

// ---- core ----

struct MatLayout {
    std::uint8_t* data;
    std::int64_t step, total, elem_size;
    int rows, cols, dims, type, continuous, submatrix;
};

EXPORT cacl_cv_mat_new(cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(); }); }
EXPORT cacl_cv_mat_new_size(int rows, int cols, int type, cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(rows, cols, type); }); }
EXPORT cacl_cv_mat_new_filled(int rows, int cols, int type, Scalar4 value, cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(rows, cols, type, of(value)); }); }
EXPORT cacl_cv_mat_new_data(int rows, int cols, int type, void* data, std::int64_t step, cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(rows, cols, type, data, step); }); }
EXPORT cacl_cv_mat_new_roi(const cv::Mat* source, Rect4 roi, cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(*source, of(roi)); }); }
EXPORT cacl_cv_mat_delete(cv::Mat* mat) { return guard([&] { delete mat; }); }
EXPORT cacl_cv_mat_release(cv::Mat* mat) { return guard([&] { mat->release(); }); }
EXPORT cacl_cv_mat_create(cv::Mat* mat, int rows, int cols, int type) { return guard([&] { mat->create(rows, cols, type); }); }
EXPORT cacl_cv_mat_clone(const cv::Mat* source, cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(source->clone()); }); }
EXPORT cacl_cv_mat_copy(const cv::Mat* source, cv::Mat* destination, const cv::Mat* mask) {
    return guard([&] { if (mask) source->copyTo(*destination, *mask); else source->copyTo(*destination); });
}
EXPORT cacl_cv_mat_set(cv::Mat* mat, Scalar4 value, const cv::Mat* mask) { return guard([&] { mat->setTo(of(value), optional(mask)); }); }
EXPORT cacl_cv_mat_convert(const cv::Mat* source, cv::Mat* destination, int type, double alpha, double beta) {
    return guard([&] { source->convertTo(*destination, type, alpha, beta); });
}
EXPORT cacl_cv_mat_layout(const cv::Mat* mat, MatLayout* layout) {
    return guard([&] {
        bool sized = mat->dims > 0;
        *layout = {mat->data, sized ? static_cast<std::int64_t>(mat->step[0]) : 0, static_cast<std::int64_t>(mat->total()), static_cast<std::int64_t>(mat->elemSize()),
                   mat->rows, mat->cols, mat->dims, mat->type(), mat->isContinuous(), mat->isSubmatrix()};
    });
}
EXPORT cacl_cv_set_threads(int count) { return guard([&] { cv::setNumThreads(count); }); }
EXPORT cacl_cv_get_threads(int* count) { return guard([&] { *count = cv::getNumThreads(); }); }
EXPORT cacl_cv_set_log_level(int level, int* before) {
    return guard([&] { *before = cv::utils::logging::setLogLevel(static_cast<cv::utils::logging::LogLevel>(level)); });
}
EXPORT cacl_cv_get_log_level(int* level) { return guard([&] { *level = cv::utils::logging::getLogLevel(); }); }
EXPORT cacl_cv_version(int* major, int* minor, int* revision) {
    return guard([&] { *major = cv::getVersionMajor(), *minor = cv::getVersionMinor(), *revision = cv::getVersionRevision(); });
}
EXPORT cacl_cv_absdiff(const cv::Mat* a, const cv::Mat* b, cv::Mat* result) { return guard([&] { cv::absdiff(*a, *b, *result); }); }
EXPORT cacl_cv_add_weighted(const cv::Mat* a, double alpha, const cv::Mat* b, double beta, double gamma, cv::Mat* result, int depth) {
    return guard([&] { cv::addWeighted(*a, alpha, *b, beta, gamma, *result, depth); });
}
EXPORT cacl_cv_mean(const cv::Mat* mat, const cv::Mat* mask, Scalar4* mean) {
    return guard([&] { cv::Scalar m = cv::mean(*mat, optional(mask)); std::copy(m.val, m.val + 4, mean->v); });
}
EXPORT cacl_cv_flip(const cv::Mat* source, cv::Mat* result, int mode) { return guard([&] { cv::flip(*source, *result, mode); }); }
EXPORT cacl_cv_rotate(const cv::Mat* source, cv::Mat* result, int mode) { return guard([&] { cv::rotate(*source, *result, mode); }); }

// ---- imgproc ----

EXPORT cacl_cv_resize(const cv::Mat* source, cv::Mat* result, Size2 size, double fx, double fy, int interpolation) {
    return guard([&] { cv::resize(*source, *result, of(size), fx, fy, interpolation); });
}
EXPORT cacl_cv_cvt_color(const cv::Mat* source, cv::Mat* result, int code, int channels) { return guard([&] { cv::cvtColor(*source, *result, code, channels); }); }
EXPORT cacl_cv_rotation_matrix(float x, float y, double angle, double scale, cv::Mat** matrix) {
    return guard([&] { *matrix = new cv::Mat(cv::getRotationMatrix2D({x, y}, angle, scale)); });
}
EXPORT cacl_cv_warp_affine(const cv::Mat* source, cv::Mat* result, const cv::Mat* matrix, Size2 size, int flags, int border, Scalar4 value) {
    return guard([&] { cv::warpAffine(*source, *result, *matrix, of(size), flags, border, of(value)); });
}
EXPORT cacl_cv_gaussian_blur(const cv::Mat* source, cv::Mat* result, Size2 kernel, double sigma_x, double sigma_y, int border) {
    return guard([&] { cv::GaussianBlur(*source, *result, of(kernel), sigma_x, sigma_y, border); });
}
EXPORT cacl_cv_rectangle(cv::Mat* image, Rect4 rect, Scalar4 color, int thickness, int line, int shift) {
    return guard([&] { cv::rectangle(*image, of(rect), of(color), thickness, line, shift); });
}
EXPORT cacl_cv_circle(cv::Mat* image, Point2 center, int radius, Scalar4 color, int thickness, int line, int shift) {
    return guard([&] { cv::circle(*image, of(center), radius, of(color), thickness, line, shift); });
}
EXPORT cacl_cv_line(cv::Mat* image, Point2 a, Point2 b, Scalar4 color, int thickness, int line, int shift) {
    return guard([&] { cv::line(*image, of(a), of(b), of(color), thickness, line, shift); });
}

// ---- imgcodecs ----

EXPORT cacl_cv_imread(const char* path, int flags, cv::Mat** mat) { return guard([&] { *mat = new cv::Mat(cv::imread(path, flags)); }); }
EXPORT cacl_cv_imwrite(const char* path, const cv::Mat* image, const int* parameters, int count, int* written) {
    return guard([&] { *written = cv::imwrite(path, *image, list(parameters, count)); });
}
EXPORT cacl_cv_imdecode(const std::uint8_t* bytes, int length, int flags, cv::Mat** mat) {
    return guard([&] {
        // imdecode only reads: the header over the caller's bytes is const in effect
        cv::Mat encoded(1, length, CV_8UC1, const_cast<std::uint8_t*>(bytes));
        *mat = new cv::Mat(cv::imdecode(encoded, flags));
    });
}
EXPORT cacl_cv_imencode(const char* extension, const cv::Mat* image, const int* parameters, int count, std::vector<std::uint8_t>** bytes, const std::uint8_t** start, std::int64_t* length, int* encoded) {
    return guard([&] {
        auto buffer = std::make_unique<std::vector<std::uint8_t>>();
        *encoded = cv::imencode(extension, *image, *buffer, list(parameters, count));
        *start = buffer->data();
        *length = static_cast<std::int64_t>(buffer->size());
        *bytes = buffer.release();
    });
}
EXPORT cacl_cv_bytes_delete(std::vector<std::uint8_t>* bytes) { return guard([&] { delete bytes; }); }

// ---- videoio ----

EXPORT cacl_cv_capture_new(cv::VideoCapture** capture) { return guard([&] { *capture = new cv::VideoCapture(); }); }
EXPORT cacl_cv_capture_delete(cv::VideoCapture* capture) { return guard([&] { delete capture; }); }
EXPORT cacl_cv_capture_open(cv::VideoCapture* capture, const char* path, int api, const int* parameters, int count, int* opened) {
    return guard([&] { *opened = count ? capture->open(path, api, list(parameters, count)) : capture->open(path, api); });
}
EXPORT cacl_cv_capture_is_opened(const cv::VideoCapture* capture, int* opened) { return guard([&] { *opened = capture->isOpened(); }); }
EXPORT cacl_cv_capture_release(cv::VideoCapture* capture) { return guard([&] { capture->release(); }); }
EXPORT cacl_cv_capture_grab(cv::VideoCapture* capture, int* grabbed) { return guard([&] { *grabbed = capture->grab(); }); }
EXPORT cacl_cv_capture_retrieve(cv::VideoCapture* capture, cv::Mat* image, int flag, int* retrieved) { return guard([&] { *retrieved = capture->retrieve(*image, flag); }); }
EXPORT cacl_cv_capture_read(cv::VideoCapture* capture, cv::Mat* image, int* got) { return guard([&] { *got = capture->read(*image); }); }
EXPORT cacl_cv_capture_get(const cv::VideoCapture* capture, int property, double* value) { return guard([&] { *value = capture->get(property); }); }
EXPORT cacl_cv_capture_set(cv::VideoCapture* capture, int property, double value, int* served) { return guard([&] { *served = capture->set(property, value); }); }
EXPORT cacl_cv_capture_throws(cv::VideoCapture* capture, int enable) { return guard([&] { capture->setExceptionMode(enable != 0); }); }
EXPORT cacl_cv_capture_backend(const cv::VideoCapture* capture, char* name, int capacity) {
    return guard([&] { std::string backend = capture->getBackendName(); std::strncpy(name, backend.c_str(), capacity - 1); });
}

EXPORT cacl_cv_writer_new(cv::VideoWriter** writer) { return guard([&] { *writer = new cv::VideoWriter(); }); }
EXPORT cacl_cv_writer_delete(cv::VideoWriter* writer) { return guard([&] { delete writer; }); }
EXPORT cacl_cv_writer_open(cv::VideoWriter* writer, const char* path, int api, int fourcc, double fps, Size2 size, int color, int* opened) {
    return guard([&] { *opened = writer->open(path, api, fourcc, fps, of(size), color != 0); });
}
EXPORT cacl_cv_writer_is_opened(const cv::VideoWriter* writer, int* opened) { return guard([&] { *opened = writer->isOpened(); }); }
EXPORT cacl_cv_writer_release(cv::VideoWriter* writer) { return guard([&] { writer->release(); }); }
EXPORT cacl_cv_writer_write(cv::VideoWriter* writer, const cv::Mat* image) { return guard([&] { writer->write(*image); }); }
EXPORT cacl_cv_writer_get(const cv::VideoWriter* writer, int property, double* value) { return guard([&] { *value = writer->get(property); }); }
EXPORT cacl_cv_writer_set(cv::VideoWriter* writer, int property, double value, int* served) { return guard([&] { *served = writer->set(property, value); }); }
EXPORT cacl_cv_writer_backend(const cv::VideoWriter* writer, char* name, int capacity) {
    return guard([&] { std::string backend = writer->getBackendName(); std::strncpy(name, backend.c_str(), capacity - 1); });
}
