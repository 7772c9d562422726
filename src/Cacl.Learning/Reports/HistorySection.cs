using Cacl.Reports;

namespace Cacl.Learning;

/// <summary>One small chart for the loss and for each metric, stage by stage, and the epochs' means as a table.</summary>
internal static class HistorySection
{
    internal static Markup Of(IReadOnlyList<TrainingProgress> history)
    {
        var part = new Markup().AddRaw("<section id=\"history\">\n<h2>Training</h2>\n<p>The faint line is each step, the strong line its running mean.</p>\n");
        foreach (var stage in history.GroupBy(step => step.Stage))
        {
            var steps = stage.ToArray();
            string[] metrics = [.. steps.SelectMany(step => step.Metrics.Keys).Distinct()];
            part.Add($"<h3>{stage.Key} <span>{steps.Length} {(steps.Length == 1 ? "step" : "steps")}</span></h3>\n<div class=\"charts\">\n");
            part.Append(LineChart.Of("Loss", [.. steps.Select(s => ((double)s.Step, s.Loss))]));
            foreach (string metric in metrics)
                part.Append(LineChart.Of(metric, [.. steps.Where(s => s.Metrics.ContainsKey(metric)).Select(s => ((double)s.Step, s.Metrics[metric]))]));
            part.AddRaw("</div>\n").Append(Table(stage.Key, steps, metrics));
        }
        return part.AddRaw("</section>\n");
    }

    private static Markup Table(string stage, TrainingProgress[] steps, string[] metrics)
    {
        var part = new Markup().Add($"<details><summary>Means of {stage} by epoch</summary>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\" class=\"n\">Epoch</th><th scope=\"col\" class=\"n\">Loss</th>");
        foreach (string metric in metrics)
            part.Add($"<th scope=\"col\" class=\"n\">{metric}</th>");
        part.AddRaw("<th scope=\"col\" class=\"n\">Learning rate</th></tr></thead>\n<tbody>\n");
        foreach (var epoch in steps.GroupBy(step => step.Epoch))
        {
            part.Add($"<tr><th scope=\"row\" class=\"n\">{epoch.Key}</th><td class=\"n\">{Markup.Number(epoch.Average(s => s.Loss))}</td>");
            foreach (string metric in metrics)
            {
                var values = epoch.Where(s => s.Metrics.ContainsKey(metric)).Select(s => s.Metrics[metric]).ToArray();
                part.Add($"<td class=\"n\">{(values.Length == 0 ? "–" : Markup.Number(values.Average()))}</td>");
            }
            part.Add($"<td class=\"n\">{Markup.Number(epoch.Last().LearningRate)}</td></tr>\n");
        }
        return part.AddRaw("</tbody>\n</table></div>\n</details>\n");
    }
}
