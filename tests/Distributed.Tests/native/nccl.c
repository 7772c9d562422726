// Stands in for libnccl.so.2 and libcuda.so.1 where there is no GPU: memory is the host's, and the processes of a
// communicator meet in a file of shared memory that the unique id names. Every argument is checked; a wrong one
// is an error with a text, or ends the process where NCCL's own behaviour would be undefined. Compiled twice:
// with CUDA defined as the driver, without it as NCCL, which asks the driver for the current device.
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef CUDA

static _Thread_local intptr_t current = -1;

int cuInit(unsigned flags) { return flags == 0 ? 0 : 1; }

enum { GPUS = 2 };

int cuDeviceGetCount(int* count) {
  *count = GPUS;
  return 0;
}

int cuDeviceGet(int* device, int index) {
  *device = index;
  return index >= 0 && index < GPUS ? 0 : 101;
}

int cuDeviceGetUuid(char* uuid, int device) {
  for (int i = 0; i < 16; i++) uuid[i] = (char)(i == 15 ? device : i);
  return 0;
}

int cuDevicePrimaryCtxRetain(void** context, int device) {
  *context = (void*)(intptr_t)(device + 1000);
  return 0;
}

int cuCtxSetCurrent(void* context) {
  current = (intptr_t)context - 1000;
  return 0;
}

int standin_current_device(void) { return (int)current; }

#else

enum { SLOT = 1 << 20, MOST_RANKS = 8, ID_BYTES = 128, TAG = 0x4e43434c };
enum { INVALID_ARGUMENT = 4, REMOTE_ERROR = 6 };

typedef struct { char bytes[ID_BYTES]; } ncclUniqueId;

typedef struct {
  pthread_barrier_t barrier;
  int joined[MOST_RANKS];
  struct { int kind, type, root; size_t count; } call[MOST_RANKS];
  char slot[MOST_RANKS][SLOT];
} Shared;

typedef struct Comm { int tag, size, rank, device, async; Shared* shared; char name[64]; } Comm;

static char last_error[256] = "";
static int live = 0;

int standin_current_device(void);

static int fault(const char* text) {
  snprintf(last_error, sizeof last_error, "%s", text);
  return INVALID_ARGUMENT;
}

static void die(const char* text) {
  fprintf(stderr, "stand-in of NCCL: %s\n", text);
  abort();
}

static void check_all_destroyed(void) {
  if (live != 0) fprintf(stderr, "stand-in of NCCL: %d communicators were not destroyed\n", live);
}

static unsigned char sum_of(const ncclUniqueId* id) {
  unsigned char sum = 0;
  for (int i = 0; i < ID_BYTES - 1; i++) sum = (unsigned char)(sum * 31 + id->bytes[i]);
  return sum;
}

static size_t bytes_of(int type) {
  switch (type) {
    case 1: return 1;   // ncclUint8
    case 4: return 8;   // ncclInt64
    case 7: return 4;   // ncclFloat32
    case 8: return 8;   // ncclFloat64
    default: return 0;
  }
}

int ncclGetVersion(int* version) {
  const char* asked = getenv("STANDIN_NCCL_VERSION");
  *version = asked ? atoi(asked) : 22304;
  return 0;
}

const char* ncclGetErrorString(int result) { return result == INVALID_ARGUMENT ? "invalid argument" : result == REMOTE_ERROR ? "remote process exited or there was a network error" : "unhandled"; }

const char* ncclGetLastError(void* comm) {
  (void)comm;
  return last_error;
}

int ncclGetUniqueId(ncclUniqueId* id) {
  if (!id) return fault("no place for the unique id");
  for (int i = 0; i < ID_BYTES; i++) id->bytes[i] = (char)(i * 7 + 1);  // no zeros: every byte must travel
  snprintf(id->bytes, 64, "/cacl-nccl-%d", getpid());
  Shared* shared;
  int file = shm_open(id->bytes, O_CREAT | O_EXCL | O_RDWR, 0600);
  if (file < 0 || ftruncate(file, sizeof *shared) != 0) die("no shared memory");
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  memset(shared->joined, 0, sizeof shared->joined);
  munmap(shared, sizeof *shared);
  id->bytes[ID_BYTES - 1] = (char)sum_of(id);
  return 0;
}

int ncclCommInitRank(Comm** result, int size, ncclUniqueId id, int rank) {
  if (!result) return fault("no place for the communicator");
  if (size < 1 || size > MOST_RANKS || rank < 0 || rank >= size) return fault("rank or size is out of range");
  if (id.bytes[ID_BYTES - 1] != (char)sum_of(&id)) return fault("the unique id was damaged on its way");
  Comm* comm = calloc(1, sizeof *comm);
  *comm = (Comm){.tag = TAG, .size = size, .rank = rank};
  comm->device = standin_current_device();
  snprintf(comm->name, sizeof comm->name, "%.63s", id.bytes);
  int file = shm_open(comm->name, O_RDWR, 0600);
  if (file < 0) return fault("nobody made this unique id");
  comm->shared = mmap(0, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (__atomic_exchange_n(&comm->shared->joined[rank], 1, __ATOMIC_SEQ_CST)) return fault("two processes have the same rank");
  if (rank == 0) {
    pthread_barrierattr_t attributes;
    pthread_barrierattr_init(&attributes);
    pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&comm->shared->barrier, &attributes, size);
    __atomic_store_n(&comm->shared->joined[0], 2, __ATOMIC_SEQ_CST);
  }
  while (__atomic_load_n(&comm->shared->joined[0], __ATOMIC_SEQ_CST) != 2) usleep(1000);
  pthread_barrier_wait(&comm->shared->barrier);
  if (rank == 0) shm_unlink(comm->name);
  if (live++ == 0) atexit(check_all_destroyed);
  fprintf(stderr, "nccl joined rank %d of %d on device %d\n", rank, size, comm->device);
  *result = comm;
  return 0;
}

static void require_live(const Comm* comm) {
  if (!comm || comm->tag != TAG) die("a call with a communicator that is not alive");
}

static int end(Comm* comm, const char* how) {
  require_live(comm);
  comm->tag = 0;  // not freed: a second call must be seen
  live--;
  fprintf(stderr, "nccl %s rank %d\n", how, comm->rank);
  return 0;
}

int ncclCommDestroy(Comm* comm) { return end(comm, "destroyed"); }

int ncclCommAbort(Comm* comm) { return end(comm, "aborted"); }

int ncclCommGetAsyncError(Comm* comm, int* result) {
  require_live(comm);
  if (!result) return fault("no place for the error");
  *result = comm->async;
  return 0;
}

// What every collective checks; all ranks must have made the same call.
static int check(Comm* comm, const void* send, const void* receive, size_t count, int kind, int type, int root, void* stream) {
  require_live(comm);
  if (standin_current_device() != comm->device) return fault("the current device is not the communicator's");
  if (stream) return fault("not the legacy default stream");
  if (!send || !receive) return fault("a null pointer");
  if (count == 0) return fault("nothing to exchange");
  if (!bytes_of(type)) return fault("a datatype that the stand-in does not know");
  if (root < 0 || root >= comm->size) return fault("root is out of range");
  Shared* shared = comm->shared;
  shared->call[comm->rank].kind = kind;
  shared->call[comm->rank].type = type;
  shared->call[comm->rank].root = root;
  shared->call[comm->rank].count = count;
  pthread_barrier_wait(&shared->barrier);
  int same = 1;
  for (int rank = 1; rank < comm->size; rank++) same &= memcmp(&shared->call[rank], &shared->call[0], sizeof shared->call[0]) == 0;
  pthread_barrier_wait(&shared->barrier);
  if (same) return 0;
  // A later call tells it, as NCCL does of what goes wrong on the GPU.
  fault("ranks made different calls");
  comm->async = REMOTE_ERROR;
  return -1;
}

#define ADD(TYPE) for (size_t i = 0; i < values; i++) { TYPE sum = 0; for (int r = 0; r < comm->size; r++) sum += ((TYPE*)shared->slot[r])[i]; ((TYPE*)(receive + start))[i] = sum; }

int ncclAllReduce(const char* send, char* receive, size_t count, int type, int op, Comm* comm, void* stream) {
  if (op != 0) return fault("the operation is no sum");
  if (type == 1) return fault("a sum of bytes");
  int checked = check(comm, send, receive, count, 1, type, 0, stream);
  if (checked) return checked < 0 ? 0 : checked;
  Shared* shared = comm->shared;
  size_t length = count * bytes_of(type);
  for (size_t start = 0; start < length; start += SLOT) {
    size_t piece = length - start < SLOT ? length - start : SLOT, values = piece / bytes_of(type);
    memcpy(shared->slot[comm->rank], send + start, piece);
    pthread_barrier_wait(&shared->barrier);
    if (type == 7) ADD(float) else if (type == 8) ADD(double) else ADD(int64_t)
    pthread_barrier_wait(&shared->barrier);
  }
  return 0;
}

int ncclBroadcast(const char* send, char* receive, size_t count, int type, int root, Comm* comm, void* stream) {
  int checked = check(comm, send, receive, count, 2, type, root, stream);
  if (checked) return checked < 0 ? 0 : checked;
  Shared* shared = comm->shared;
  size_t length = count * bytes_of(type);
  for (size_t start = 0; start < length; start += SLOT) {
    size_t piece = length - start < SLOT ? length - start : SLOT;
    if (comm->rank == root) memcpy(shared->slot[root], send + start, piece);
    pthread_barrier_wait(&shared->barrier);
    memcpy(receive + start, shared->slot[root], piece);
    pthread_barrier_wait(&shared->barrier);
  }
  return 0;
}

int ncclAllGather(const char* send, char* receive, size_t count, int type, Comm* comm, void* stream) {
  int checked = check(comm, send, receive, count, 3, type, 0, stream);
  if (checked) return checked < 0 ? 0 : checked;
  Shared* shared = comm->shared;
  size_t length = count * bytes_of(type);
  for (size_t start = 0; start < length; start += SLOT) {
    size_t piece = length - start < SLOT ? length - start : SLOT;
    memcpy(shared->slot[comm->rank], send + start, piece);
    pthread_barrier_wait(&shared->barrier);
    for (int rank = 0; rank < comm->size; rank++) memcpy(receive + rank * length + start, shared->slot[rank], piece);
    pthread_barrier_wait(&shared->barrier);
  }
  return 0;
}

#endif
