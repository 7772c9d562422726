using Cacl.Clips;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cacl.Learning;

/// <summary>Learns an encoder by answering a question about time: items are cut of each clip, and their class is to be told.</summary>
/// <remarks>The loss is the cross entropy. Each batch asks for every answer equally often, as far as its size allows.</remarks>
internal sealed class PretextObjective : PretrainingObjective
{
    private readonly PretextTask task;
    private readonly ClipNetwork encoder;   // the trainer's
    private readonly PretextHead head;
    private readonly bool subtractFromItems;

    /// <summary>Makes the objective around an encoder that stays the caller's.</summary>
    public PretextObjective(string name, PretextTask task, ClipNetwork encoder, PretextOptions options, Device device)
    {
        Name = name;
        this.task = task;
        this.encoder = encoder;
        head = new PretextHead(task, encoder.FeatureLength, options.HeadWidth, options.HeadDropout).to(device);
        subtractFromItems = options.BackgroundSubtraction && task.FramesPerItem > 1;
    }

    public override string Name { get; }

    public override int Views => 1;

    public override IReadOnlyList<Module> Trained => [encoder, head];

    public override IEnumerable<(string Name, Module Network)> Networks => [("encoder", encoder), ("head", head)];

    public override StepLoss Loss(ClipBatch batch, double progress)
    {
        (Tensor frames, Tensor answers) = Pose(batch);
        // As the encoder sees clips later: an item that is a clip has its own background taken away, a single frame that of the clip it is in.
        Tensor clips = subtractFromItems ? batch.ViewWithBackground(0) : batch.View(0);
        Tensor items = ClipFrames.Flatten(clips).index_select(0, frames)                  // [clips * items * frames of an item, 3, height, width]
            .unflatten(0, -1, task.FramesPerItem).transpose(1, 2);                        // [clips * items, 3, frames of an item, height, width]
        if (subtractFromItems)
            items = BackgroundSubtraction.Apply(items);
        Tensor logits = head.call(encoder.call(items).unflatten(0, batch.Count, task.Items));   // [clips, classes]
        Tensor loss = functional.cross_entropy(logits, answers);
        return new StepLoss(loss, new Dictionary<string, Tensor> { ["accuracy"] = logits.detach().argmax(1).eq(answers).to(float32).mean() });
    }

    public override void Dispose() => head.Dispose();

    // The frames of all items, numbered through all clips, and the class of each clip: int64 [clips * items * frames of an item] and [clips].
    private (Tensor Frames, Tensor Answers) Pose(ClipBatch batch)
    {
        var random = new SampleRandom(batch.Random, 0, 0);
        int first = random.NextInt(task.Classes);
        var answers = new long[batch.Count];
        var chosen = new int[task.Items * task.FramesPerItem];
        var frames = new long[batch.Count * chosen.Length];
        for (int row = 0; row < batch.CountOfAll; row++)
        {
            int answer = (first + row) % task.Classes;
            task.Pose(answer, batch.Frames, ref random, chosen);
            int clip = row - batch.FirstRow;
            if (clip < 0 || clip >= batch.Count)
                continue;   // another rank's
            answers[clip] = answer;
            for (int i = 0; i < chosen.Length; i++)
                frames[clip * chosen.Length + i] = (long)clip * batch.Frames + chosen[i];
        }

        return (tensor(frames).OnDevice(batch.Videos.device), tensor(answers).OnDevice(batch.Videos.device));
    }
}
