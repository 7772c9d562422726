using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cacl.Samples.SearchService.Tests;

/// <summary>A page in a headless Chromium, led by the browser's own protocol for that (DevTools).</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private int calls;
    private string? page;

    private Chromium(string program)
    {
        profile = Directory.CreateTempSubdirectory("cacl-chromium-").FullName;
        process = Process.Start(new ProcessStartInfo(program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--window-size=1200,900", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where the page sent requests, in order.</summary>
    internal List<string> Requests { get; } = [];

    /// <summary>What the page wrote to its console, and errors of its scripts and its policy.</summary>
    internal List<string> Complaints { get; } = [];

    /// <summary>Opens a page; skips the test where there is no Chromium.</summary>
    internal static async Task<Chromium> Open(Uri address, CancellationToken cancellation)
    {
        string? program = Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "Chromium is not installed, so the page was not looked at in a browser (apt-get install chromium).");
        var browser = new Chromium(program!);
        await browser.Connect(cancellation);
        JsonNode target = await browser.Call("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellation);
        browser.page = (string?)(await browser.Call("Target.attachToTarget", new JsonObject { ["targetId"] = (string?)target["targetId"], ["flatten"] = true }, cancellation))["sessionId"];
        foreach (string domain in new[] { "Page", "DOM", "Network", "Runtime", "Log" })
            await browser.Call($"{domain}.enable", [], cancellation);
        await browser.Call("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri }, cancellation);
        await browser.Until("document.readyState === 'complete'", cancellation);
        return browser;
    }

    /// <summary>The value of an expression in the page.</summary>
    internal async Task<JsonNode?> Evaluate(string expression, CancellationToken cancellation)
    {
        JsonNode answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["userGesture"] = true }, cancellation);
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    internal async Task Until(string condition, CancellationToken cancellation)
    {
        DateTime last = DateTime.UtcNow + Longest;
        while ((bool?)await Evaluate(condition, cancellation) != true)
        {
            Assert.True(DateTime.UtcNow < last, $"Still not so: {condition}");
            await Task.Delay(20, cancellation);
        }
    }

    /// <summary>Chooses a file, as the browser's dialogue does.</summary>
    internal async Task Choose(string selector, string file, CancellationToken cancellation)
    {
        JsonNode document = await Call("DOM.getDocument", [], cancellation);
        JsonNode input = await Call("DOM.querySelector", new JsonObject { ["nodeId"] = (int?)document["root"]!["nodeId"], ["selector"] = selector }, cancellation);
        await Call("DOM.setFileInputFiles", new JsonObject { ["nodeId"] = (int?)input["nodeId"], ["files"] = new JsonArray(file) }, cancellation);
    }

    internal async Task<byte[]> Screenshot(CancellationToken cancellation) =>
        Convert.FromBase64String((string)(await Call("Page.captureScreenshot", [], cancellation))["data"]!);

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await Delete(profile);
    }

    // The last of the browser's processes may still write a moment after the first has ended.
    private static async Task Delete(string folder)
    {
        for (DateTime last = DateTime.UtcNow.AddSeconds(10); ; await Task.Delay(50))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (DateTime.UtcNow < last)
            {
            }
        }
    }

    // The browser writes the port that it chose, and the address's path, into its profile.
    private async Task Connect(CancellationToken cancellation)
    {
        string file = Path.Join(profile, "DevToolsActivePort");
        DateTime last = DateTime.UtcNow + Longest;
        string[] lines;
        while (!File.Exists(file) || (lines = await File.ReadAllLinesAsync(file, cancellation)).Length < 2)
        {
            Assert.False(process.HasExited || DateTime.UtcNow > last, "Chromium can't be led.");
            await Task.Delay(20, cancellation);
        }
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), cancellation);
    }

    private async Task<JsonNode> Call(string method, JsonObject parameters, CancellationToken cancellation)
    {
        int id = ++calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (page is not null)
            call["sessionId"] = page;
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        while (true)
        {
            JsonNode message = await Receive(cancellation);
            if ((int?)message["id"] == id)
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]?.ToJsonString()}");
            Note(message);
        }
    }

    private void Note(JsonNode message)
    {
        switch ((string?)message["method"])
        {
            case "Network.requestWillBeSent":
                Requests.Add((string)message["params"]!["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown" or "Runtime.consoleAPICalled" or "Log.entryAdded":
                Complaints.Add(message.ToJsonString());
                break;
        }
    }

    private async Task<JsonNode> Receive(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, cancellation);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
