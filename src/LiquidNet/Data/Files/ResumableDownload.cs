using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace LiquidNet.Data.Files;

/// <summary>One file over HTTP with a known MD5, resumed where an earlier attempt, or an earlier process, broke off.</summary>
/// <remarks>The file grows in place; it is complete only once <see cref="RunAsync"/> has returned.</remarks>
sealed class ResumableDownload(Uri source, string file, string md5, RetryOptions retry)
{
    /// <summary>Receives the rest of the file and checks the whole.</summary>
    public async Task RunAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await using var stream = new FileStream(
            file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        stream.Seek(0, SeekOrigin.End);
        var most = stream.Length;
        var (inPieces, startedOver) = (most > 0, false);
        for (var failures = 0; ;)
        {
            var failure = await ReceiveAsync(client, stream, progress, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                if (await HashAsync(stream, cancellationToken).ConfigureAwait(false) is var actual && actual == md5)
                    return;

                var received = stream.Length;
                stream.SetLength(0);
                // Bytes that came in several pieces may be pieces of two different files: worth one fresh start.
                if (!inPieces || startedOver)
                    throw Wrong(received, actual);
                (startedOver, most) = (true, 0);
                continue;
            }

            inPieces |= stream.Length > 0;
            failures = stream.Length > most ? 1 : failures + 1;
            most = Math.Max(most, stream.Length);
            if (failures >= retry.MaxAttempts)
            {
                throw new HttpRequestException(
                    $"{source} could not be downloaded: {failures} attempts in a row brought nothing new, the last because: " +
                    $"{failure.Message} {stream.Length} bytes are kept in '{file}'; call again to go on from there.",
                    failure);
            }

            await Task.Delay(retry.Delay, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One connection. Null when it brought the end of the file, else why it did not.</summary>
    async Task<Exception?> ReceiveAsync(
        HttpClient client, FileStream stream, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(retry.StallTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, source);
            if (stream.Length > 0)
                request.Headers.Range = new RangeHeaderValue(stream.Length, null);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token)
                .ConfigureAwait(false);
            if (Refusal(response, stream) is { } refusal)
                return refusal;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return null;

            var total = response.Content.Headers.ContentLength + stream.Length;
            await using var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            var buffer = new byte[1 << 17];
            progress?.Report(new(stream.Length, total));
            while (true)
            {
                silence.CancelAfter(retry.StallTimeout);
                int read;
                try
                {
                    read = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
                }
                catch (IOException cut)
                {
                    return cut;
                }

                if (read == 0)
                    return null;
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progress?.Report(new(stream.Length, total));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TimeoutException(
                FormattableString.Invariant($"The server sent nothing for {retry.StallTimeout.TotalSeconds:0.#} s."));
        }
        catch (HttpRequestException unreachable) when (unreachable.StatusCode is null)
        {
            return unreachable;
        }
    }

    /// <summary>Why a response's body cannot be appended. Empties the file when the response starts at its beginning.</summary>
    HttpRequestException? Refusal(HttpResponseMessage response, FileStream stream)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == stream.Length:
            // Nothing is left to send when the file is here whole.
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == stream.Length:
                return null;
            case HttpStatusCode.OK:
                stream.SetLength(0);
                return null;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when stream.Length > 0:
                var range = response.Content.Headers.ContentRange;
                var refusal = new HttpRequestException(
                    $"The server was asked for bytes from {stream.Length} and sent {(int)response.StatusCode} with '{range}'.");
                stream.SetLength(0);
                return refusal;
            case >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests:
                return new HttpRequestException($"The server sent {(int)response.StatusCode} {response.ReasonPhrase}.");
            default:
                throw new HttpRequestException(
                    $"{source} could not be downloaded: the server sent {(int)response.StatusCode} {response.ReasonPhrase}; " +
                    "check the address or give another source.",
                    null, response.StatusCode);
        }
    }

    static async Task<string> HashAsync(FileStream stream, CancellationToken cancellationToken)
    {
        stream.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[1 << 17];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    InvalidDataException Wrong(long received, string actual) => new(
        $"What {source} sent is not the published file: expected MD5 {md5} but {received} bytes have {actual}. Nothing was " +
        "kept; try again, or give another source.");
}
