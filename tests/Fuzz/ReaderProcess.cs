using System.Globalization;

namespace Cacl.Fuzz;

/// <summary>The process that reads the damaged files, and says at which it is: a crash leaves its name as the last word.</summary>
/// <remarks>
/// Arguments: folder of the base files, folder for the damaged ones, folder for those that fail, seed, first number,
/// count. Lines: "at NUMBER BASE, KIND", "step WHAT", "done OUTCOME", "fail WORDS", "memory BYTES".
/// </remarks>
internal static class ReaderProcess
{
    private const int MostPerMeasure = 50, Measures = 40;

    public static int Run(string[] args)
    {
        string[] files = BaseFiles.List(args[0]);
        int[] numbers = [.. args[3..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        (int seed, int first, int count) = (numbers[0], numbers[1], numbers[2]);
        // Often enough that growth shows in a short run, too.
        int perMeasure = Math.Clamp(count / Measures, 1, MostPerMeasure);
        using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
        for (int number = first; number < first + count; number++)
        {
            Mutation mutation = Mutation.Make(files, seed, number);
            string path = Path.Combine(args[1], "damaged" + Path.GetExtension(mutation.Base));
            output.WriteLine($"at {number} {mutation.Base}, {mutation.Kind}");
            File.WriteAllBytes(path, mutation.Bytes);
            try
            {
                output.WriteLine("done " + Reading.Try(path, number, Reading.WayOf(number), damaged: mutation.Kind != Mutation.Whole, step => output.WriteLine("step " + step)));
            }
            // Whatever it is: to find out what comes is what this is for.
            catch (Exception exception)
            {
                File.Copy(path, Path.Combine(args[2], FuzzRun.NameOfKept(seed, number, mutation.Base)), overwrite: true);
                output.WriteLine($"fail {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
            }
            File.Delete(path);
            if ((number - first + 1) % perMeasure == 0)
                output.WriteLine($"memory {ResidentMemory.Measure()}");
        }
        return 0;
    }
}
