using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class LbfgsMaximumEntropyMulticlassTrainer
    : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options, MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    private readonly Options options;

    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment environment, Options options)
        : base(environment.Register("LbfgsTrainerBase"),
            new SchemaShape.Column(options.FeatureColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false),
            new SchemaShape.Column(options.LabelColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
            options.ExampleWeightColumnName is { } weight ? new SchemaShape.Column(weight, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false) : default)
    {
        if (!(options.L1Regularization >= 0)) throw new ArgumentOutOfRangeException(nameof(options), "L1Regularization must be non-negative");
        if (!(options.L2Regularization >= 0)) throw new ArgumentOutOfRangeException(nameof(options), "L2Regularization must be non-negative");
        if (!(options.OptimizationTolerance > 0)) throw new ArgumentOutOfRangeException(nameof(options), "OptimizationTolerance must be positive");
        if (options.HistorySize <= 0) throw new ArgumentOutOfRangeException(nameof(options), "HistorySize must be positive");
        if (options.MaximumNumberOfIterations <= 0) throw new ArgumentOutOfRangeException(nameof(options), "MaximumNumberOfIterations must be positive");
        Unserved.Unless(options.EnforceNonNegativity, false, "LbfgsMaximumEntropy(EnforceNonNegativity)");
        Unserved.Unless(options.InitialWeightsDiameter, 0, "LbfgsMaximumEntropy(InitialWeightsDiameter)");
        Unserved.Unless(options.StochasticGradientDescentInitilaizationTolerance, 0, "LbfgsMaximumEntropy(StochasticGradientDescentInitilaizationTolerance)");
        Unserved.Unless(options.ShowTrainingStatistics, false, "LbfgsMaximumEntropy(ShowTrainingStatistics)");
        this.options = options;
    }

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView trainData, MaximumEntropyModelParameters modelParameters)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        Check(SchemaShape.Create(trainData.Schema));
        return Train(trainData, modelParameters);
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> Train(IDataView data) => Train(data, null);

    private protected override IEnumerable<SchemaShape.Column> Outputs(SchemaShape inputSchema)
    {
        SchemaShape.Column label = inputSchema.Find("label", LabelColumn.Name);
        bool named = label.Annotations.TryFind(SchemaAnnotationsExtensions.KeyValues) is not null;
        var slots = new SchemaShape.Column(SchemaAnnotationsExtensions.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);
        yield return new SchemaShape.Column("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, named ? new SchemaShape([slots]) : null);
        yield return new SchemaShape.Column("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true,
            named ? new SchemaShape(label.Annotations.Where(annotation => annotation.Name == SchemaAnnotationsExtensions.KeyValues)) : null);
    }

    private MulticlassPredictionTransformer<MaximumEntropyModelParameters> Train(IDataView data, MaximumEntropyModelParameters start)
    {
        using IChannel channel = Host.Start("Training");
        LabelledExamples examples = LabelledExamples.Read(data, FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name);
        if (examples.Skipped > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} instances with missing features, labels or weights during training", examples.Skipped);
        if (examples.Count == 0) throw new InvalidOperationException("No valid training instances found, all instances have missing features.");

        var objective = new MaximumEntropyObjective(examples, options.L2Regularization);
        double[] weights = new double[objective.Length];
        start?.CopyTo(weights, examples.Classes, examples.Features);
        if (!options.Quiet) channel.Info(MessageSensitivity.None, "Beginning optimization: {0} variables, {1} instances", objective.Length, examples.Count);
        var optimizer = new QuasiNewton(options.HistorySize, options.OptimizationTolerance, options.MaximumNumberOfIterations)
        {
            // biases stand first and pay no penalty; all terms are means over instances
            L1 = options.L1Regularization / examples.Count,
            Free = examples.Classes,
            Progress = options.Quiet ? null : (iteration, loss, improvement) =>
                channel.Info(MessageSensitivity.None, "Iteration {0}: loss {1:G6}, improvement {2:G3}", iteration, loss, improvement),
        };
        optimizer.Minimize(objective.Evaluate, weights);
        return new MulticlassPredictionTransformer<MaximumEntropyModelParameters>(
            new MaximumEntropyModelParameters(weights, examples.Classes, examples.Features), data.Schema, FeatureColumn.Name, LabelColumn.Name);
    }

    public sealed class Options : OptionsBase
    {
        public bool ShowTrainingStatistics;

        public Options()
        {
        }
    }
}
