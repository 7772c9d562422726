using System.Runtime.InteropServices;
using System.Text;

namespace Cacl.Learning;

/// <summary>The functions and handles of Open MPI that a communicator needs.</summary>
/// <remarks>
/// Its handles are the addresses of variables that the library exports, and its constants are those of its mpi.h; other implementations of MPI
/// have others. The soname is that of Open MPI 2 to 5.
/// </remarks>
internal static unsafe partial class MpiLibrary
{
    public const string Name = "libmpi.so.40";

    public const int ThreadSerialized = 2;
    public const int ThreadMultiple = 3;

    /// <summary>Stands for a send buffer: the values are taken from the receive buffer.</summary>
    public const nint InPlace = 1;

    private const int Success = 0;
    private const int MostErrorCharacters = 256;
    private const int TypeShared = 0;

    private static readonly Lazy<nint> s_library = new(Load);

    public static nint World => Handle("ompi_mpi_comm_world");

    public static nint Sum => Handle("ompi_mpi_op_sum");

    public static nint Byte => Handle("ompi_mpi_byte");

    /// <summary>The address of a variable of the library, which is what its header calls a handle.</summary>
    /// <exception cref="CommunicatorException">The library can't be loaded, or is no Open MPI.</exception>
    public static nint Handle(string name) => NativeLibrary.TryGetExport(s_library.Value, name, out nint handle)
        ? handle
        : throw new CommunicatorException($"{Name} is no Open MPI: it has no {name}. Start the job with Open MPI's mpirun, and see to it that its library is the one that is found.");

    /// <summary>Throws what the library says of an error code.</summary>
    public static void Check(int code, string call)
    {
        if (code == Success)
            return;
        byte* text = stackalloc byte[MostErrorCharacters];
        int length = 0;
        string message = MPI_Error_string(code, text, &length) == Success ? Encoding.UTF8.GetString(text, length) : "an error that it has no text for";
        throw new CommunicatorException($"{call} failed with code {code}: {message}.");
    }

    /// <summary>The number of this process among those of its machine, and how many these are.</summary>
    public static (int Rank, int Count) OnMachine(nint communicator, int rank)
    {
        nint machine;
        int local, count;
        Check(MPI_Comm_split_type(communicator, TypeShared, rank, Handle("ompi_mpi_info_null"), &machine), nameof(MPI_Comm_split_type));
        Check(MPI_Comm_rank(machine, &local), nameof(MPI_Comm_rank));
        Check(MPI_Comm_size(machine, &count), nameof(MPI_Comm_size));
        Check(MPI_Comm_free(&machine), nameof(MPI_Comm_free));
        return (local, count);
    }

    [LibraryImport(Name)]
    public static partial int MPI_Init_thread(int* argumentCount, byte*** arguments, int required, int* provided);

    [LibraryImport(Name)]
    public static partial int MPI_Initialized(int* flag);

    [LibraryImport(Name)]
    public static partial int MPI_Finalize();

    [LibraryImport(Name)]
    public static partial int MPI_Abort(nint communicator, int exitCode);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_set_errhandler(nint communicator, nint handler);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_rank(nint communicator, int* rank);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_size(nint communicator, int* size);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_dup(nint communicator, nint* result);

    [LibraryImport(Name)]
    public static partial int MPI_Comm_free(nint* communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Allreduce(nint send, void* receive, int count, nint type, nint operation, nint communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Iallreduce(nint send, void* receive, int count, nint type, nint operation, nint communicator, nint* request);

    [LibraryImport(Name)]
    public static partial int MPI_Bcast(void* buffer, int count, nint type, int root, nint communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Allgather(void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator);

    [LibraryImport(Name)]
    public static partial int MPI_Ibarrier(nint communicator, nint* request);

    [LibraryImport(Name)]
    public static partial int MPI_Test(nint* request, int* flag, void* status);

    /// <summary>Sets a variable of the environment for native code, unless it has a value; .NET's own setter keeps it from native code.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int setenv(string name, string value, int overwrite = 0);

    [LibraryImport(Name)]
    private static partial int MPI_Error_string(int code, byte* text, int* length);

    [LibraryImport(Name)]
    private static partial int MPI_Comm_split_type(nint communicator, int type, int key, nint info, nint* result);

    private static nint Load()
    {
        try
        {
            return NativeLibrary.Load(Name, typeof(MpiLibrary).Assembly, null);
        }
        catch (DllNotFoundException exception)
        {
            throw new CommunicatorException(
                $"The job was started by a launcher, and Open MPI's library {Name} can't be loaded on {Environment.MachineName}. Install Open MPI (on Debian libopenmpi3 and openmpi-bin) on every machine of the job.", exception);
        }
    }
}
