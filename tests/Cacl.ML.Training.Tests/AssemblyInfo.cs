// Torch has one random generator for the whole process: runs side by side would take each other's numbers.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
