using LoadedModel;
using Microsoft.ML;

// Arguments: a model, and videos. Says what the model makes of them; ends with 3 and the message where it can't.
try
{
    var ml = new MLContext();
    ITransformer model = ml.Model.Load(args[0], out _);
    using var owned = model as IDisposable;
    foreach (string line in ModelValues.Of(ml, model, args[1..]))
        Console.WriteLine(line);
    return 0;
}
catch (Exception exception)
{
    Console.WriteLine($"{exception.GetType().Name}: {exception.Message}");
    return 3;
}
