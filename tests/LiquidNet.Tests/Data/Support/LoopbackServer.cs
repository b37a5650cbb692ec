using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiquidNet.Tests.Data.Support;

/// <summary>An HTTP server on this machine that responds to each connection by a script.</summary>
sealed class LoopbackServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource closing = new();
    readonly Func<Exchange, Task> respond;
    readonly Task accepting;

    public LoopbackServer(Func<Exchange, Task> respond)
    {
        this.respond = respond;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The first byte each request asked for, in order; null where it asked for all.</summary>
    public List<long?> Asked { get; } = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/set.tar.gz");

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        closing.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(closing.Token);
                var stream = client.GetStream();
                var head = await ReadHeadAsync(stream);
                Asked.Add(RangeOf(head));
                await respond(new(Asked.Count, head.Split(' ')[1], Asked[^1], stream, closing.Token));
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client hung up or the test is over; the next connection does not depend on it.
            }
        }
    }

    async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, closing.Token);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    static long? RangeOf(string head)
    {
        var line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
        return line is null ? null : long.Parse(line["Range: bytes=".Length..^1], CultureInfo.InvariantCulture);
    }

    /// <summary>One request and the ways to respond.</summary>
    internal sealed record Exchange(int Number, string Path, long? From, NetworkStream Stream, CancellationToken Closing)
    {
        public Task SendHeadAsync(string status, params string[] headers)
        {
            var head = string.Join("\r\n", [$"HTTP/1.1 {status}", .. headers, "Connection: close", "", ""]);
            return Stream.WriteAsync(Encoding.ASCII.GetBytes(head), Closing).AsTask();
        }

        /// <summary>Responds as a good server does, but with no more than <paramref name="most"/> bytes.</summary>
        public async Task SendAsync(byte[] content, int most = int.MaxValue)
        {
            var from = (int)(From ?? 0);
            if (From >= content.Length)
            {
                await SendHeadAsync("416 Range Not Satisfiable", $"Content-Range: bytes */{content.Length}", "Content-Length: 0");
                return;
            }

            var length = $"Content-Length: {content.Length - from}";
            if (From is null)
                await SendHeadAsync("200 OK", length);
            else
                await SendHeadAsync("206 Partial Content", $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}", length);
            await Stream.WriteAsync(content.AsMemory(from, Math.Min(most, content.Length - from)), Closing);
        }

        /// <summary>Responds as a server without resumption does.</summary>
        public async Task SendWholeAsync(byte[] content, int most = int.MaxValue)
        {
            await SendHeadAsync("200 OK", $"Content-Length: {content.Length}");
            await Stream.WriteAsync(content.AsMemory(0, Math.Min(most, content.Length)), Closing);
        }

        /// <summary>Sends nothing more until the client or the test gives up.</summary>
        public Task StallAsync() => Stream.CopyToAsync(System.IO.Stream.Null, Closing);
    }
}
