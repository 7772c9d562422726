using System.Text.Json;
using Cacl.Clips;
using TorchSharp;

namespace Cacl.Benchmarks.Input;

/// <summary>Our side: does what each line asks for, once, and answers with a line.</summary>
internal static class Server
{
    public static void Run(TextReader questions, TextWriter answers)
    {
        torch.set_num_threads(Environment.ProcessorCount);
        answers.WriteLine($"libtorch {torch.__version__}, {Environment.ProcessorCount} threads");
        while (questions.ReadLine() is { } line)
        {
            Answer answer;
            try
            {
                answer = Do(JsonSerializer.Deserialize<Message>(line, Side.Json)!);
            }
            catch (Exception fault) when (fault is VideoException or ArgumentException or InvalidOperationException or IOException)
            {
                answer = new Answer(Error: fault.Message);
            }
            answers.WriteLine(JsonSerializer.Serialize(answer, Side.Json));
        }
    }

    private static Answer Do(Message message) => message.Case switch
    {
        "examine" => new Answer(Frames: Examined.Of(message.Path!).Ending.Frames, Text: $"{Examined.Of(message.Path!).PointCount} places to seek to"),
        "sample" => Samples.Make(message),
        "decode" => Decoding.Whole(message),
        "clip" => Decoding.Clip(message),
        "make" => SmallVideos.Make(message.Path!),
        "memory" => SmallVideos.Read(message),
        "degree" => Degrees.Draw(message),
        _ => throw new ArgumentException($"There is no case {message.Case}."),
    };
}
