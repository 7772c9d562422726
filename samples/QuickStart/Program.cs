using Cacl.Learning;
using Cacl.Samples.Programs;

// Usage: QuickStart TRAIN VALIDATE [PAGE], two folders of videos with a class per sub-folder, and a page of docs/ whose code is run in place of README.md's.
Action<string, string>? code = args switch
{
    [_, _] => Pipeline.Run,
    [_, _, "cvrl"] => Methods.Cvrl,
    [_, _, "cyclecontrast"] => Methods.CycleContrast,
    [_, _, "pretext-tasks"] => Methods.PretextTasks,
    _ => null,
};
if (code is null)
{
    Console.Error.WriteLine("usage: QuickStart TRAIN VALIDATE [cvrl|cyclecontrast|pretext-tasks], two folders of videos with a class per sub-folder");
    return ProgramRun.UsageFault;
}

return ProgramRun.Of("QuickStart", Console.Error, () =>
{
    VideoProtocol.Folders(args[0], args[1]);   // a wrong folder is told before minutes of training, not after
    code(args[0], args[1]);
    return ProgramRun.Done;
});
