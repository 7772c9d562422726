// Usage: QuickStart TRAIN VALIDATE, two folders of videos with a class per sub-folder.
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: QuickStart TRAIN VALIDATE, two folders of videos with a class per sub-folder");
    return 2;
}

Pipeline.Run(args[0], args[1]);
return 0;
