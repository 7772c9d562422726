// Several measure what the whole process takes, or count what lies in a folder.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
