namespace Cacl.Learning.Tests.Reports;

public sealed class DegreeConfusionTests
{
    [Fact]
    public void Accuracy_is_the_share_on_the_diagonal()
    {
        var confusion = new DegreeConfusion("t", [0, 2, 3], "UniformDegree", 1.0 / 3);
        Assert.True(double.IsNaN(confusion.Accuracy));

        confusion.Add(0, 0, 2);
        confusion.Add(1, 2);
        confusion.Add(2, 2);

        Assert.Equal(.75, confusion.Accuracy);
        Assert.Equal(4, confusion.Total);
        Assert.Equal(1, confusion[1, 2]);
    }

    [Fact]
    public void A_matrix_without_classes_is_refused() =>
        Assert.StartsWith("A confusion matrix needs at least one degree; the list is empty.", Assert.Throws<ArgumentException>(() => new DegreeConfusion("t", [], "s", 0)).Message);
}
