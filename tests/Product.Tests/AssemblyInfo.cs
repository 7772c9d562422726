using Cacl.Product.Tests;

[assembly: AssemblyFixture(typeof(PackedProjects))]
