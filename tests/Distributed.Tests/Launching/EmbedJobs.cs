namespace Distributed.Tests;

/// <summary>Tests of jobs of the tool, which share what they embed, and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class EmbedJobs : ICollectionFixture<EmbedSet>
{
    internal const string Name = "Jobs of the tool";
}
