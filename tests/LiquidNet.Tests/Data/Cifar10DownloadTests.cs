using System.Net;
using LiquidNet.Data;
using LiquidNet.Data.Files;
using LiquidNet.Tests.Data.Support;

namespace LiquidNet.Tests.Data;

public sealed class Cifar10DownloadTests : IDisposable
{
    readonly Cifar10Files files = new();

    public void Dispose() => files.Dispose();

    string Part => Path.Combine(files.Folder, "cifar-10-binary.tar.gz.part");

    [Fact]
    public async Task A_download_arrives_whole_and_leaves_nothing_else_behind()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        var progress = new Reports();

        var folder = await DownloadAsync(server, progress);

        folder.Should().Be(Path.Combine(files.Folder, "cifar-10-batches-bin"));
        Cifar10.Load(folder, Cifar10Part.All, files.Format).Count.Should().Be(24);
        Directory.GetFileSystemEntries(files.Folder).Should().Equal(folder);
        progress[0].Should().Be(new DownloadProgress(0, files.Archive.Length));
        progress[^1].Should().Be(new DownloadProgress(files.Archive.Length, files.Archive.Length));
        progress[^1].Fraction.Should().Be(1);
        progress.Select(report => report.Received).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task Files_that_are_present_are_not_downloaded_again()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        files.WriteAll("cifar-10-batches-bin");
        var within = Path.Combine(files.Folder, "cifar-10-batches-bin");

        (await DownloadAsync(server)).Should().Be(within);
        (await new Cifar10Download(within, server.Address, files.Format, RetryOptions.Default).RunAsync(null, default)).Should().Be(within);

        server.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task An_incomplete_folder_is_completed_and_other_files_in_it_stay()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        var cut = files.Write("cifar-10-batches-bin/data_batch_1.bin", [1, 2, 3]);
        var notes = files.Write("cifar-10-batches-bin/notes.txt", [4]);

        await DownloadAsync(server);

        Cifar10.IsPresent(files.Folder, Cifar10Part.All, files.Format).Should().BeTrue();
        File.ReadAllBytes(cut).Should().Equal(Cifar10Files.Content(0));
        File.ReadAllBytes(notes).Should().Equal(4);
    }

    [Fact]
    public async Task A_cut_connection_is_resumed_where_it_broke_off()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive, most: 100));

        await DownloadAsync(server);

        server.Asked.Should().Equal([null, .. Enumerable.Range(1, (files.Archive.Length - 1) / 100).Select(i => (long?)(100 * i))]);
    }

    [Fact]
    public async Task A_later_call_goes_on_where_an_earlier_one_stopped()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        File.WriteAllBytes(Part, files.Archive[..150]);
        var progress = new Reports();

        await DownloadAsync(server, progress);

        server.Asked.Should().Equal(150);
        progress[0].Should().Be(new DownloadProgress(150, files.Archive.Length));
    }

    [Fact]
    public async Task An_earlier_download_that_was_whole_is_only_checked()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        File.WriteAllBytes(Part, files.Archive);

        await DownloadAsync(server);

        server.Asked.Should().Equal(files.Archive.Length);
        File.Exists(Part).Should().BeFalse();
    }

    [Fact]
    public async Task A_server_without_resumption_is_asked_for_all_again()
    {
        await using var server = new LoopbackServer(exchange =>
            exchange.SendWholeAsync(files.Archive, exchange.Number == 1 ? 100 : int.MaxValue));

        await DownloadAsync(server);

        server.Asked.Should().Equal(null, 100);
    }

    [Fact]
    public async Task A_server_that_resumes_elsewhere_is_asked_for_all_again()
    {
        await using var server = new LoopbackServer(exchange => exchange.From is null
            ? exchange.SendAsync(files.Archive, exchange.Number == 1 ? 100 : int.MaxValue)
            : exchange.SendHeadAsync("206 Partial Content", "Content-Range: bytes 50-99/100", "Content-Length: 0"));

        await DownloadAsync(server);

        server.Asked.Should().Equal(null, 100, null);
    }

    [Fact]
    public async Task Pieces_of_another_file_are_thrown_away_and_all_is_asked_for_again()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        File.WriteAllBytes(Part, new byte[files.Archive.Length + 1]);

        await DownloadAsync(server);
        File.WriteAllBytes(Part, new byte[10]);
        Directory.Delete(Path.Combine(files.Folder, "cifar-10-batches-bin"), recursive: true);
        await DownloadAsync(server);

        server.Asked.Should().Equal(files.Archive.Length + 1, null, 10, null);
    }

    [Fact]
    public async Task A_silent_connection_is_given_up_and_resumed()
    {
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.SendAsync(files.Archive, exchange.Number == 1 ? 100 : int.MaxValue);
            if (exchange.Number == 1)
                await exchange.StallAsync();
        });

        await DownloadAsync(server, stall: 1);

        server.Asked.Should().Equal(null, 100);
    }

    [Fact]
    public async Task A_server_that_never_responds_is_given_up_after_some_attempts()
    {
        await using var server = new LoopbackServer(exchange => exchange.StallAsync());

        var failure = await Failing<HttpRequestException>(() => DownloadAsync(server, stall: 0.2));

        failure.Message.Should().Match("*3 attempts*nothing for 0.2 s*0 bytes are kept*");
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        await using var server = new LoopbackServer(exchange => exchange.Number < 3
            ? exchange.SendHeadAsync("503 Service Unavailable", "Content-Length: 0")
            : exchange.SendAsync(files.Archive));

        await DownloadAsync(server);

        server.Asked.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_refusal_is_final()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendHeadAsync("404 Not Found", "Content-Length: 0"));

        var refusal = await Failing<HttpRequestException>(() => DownloadAsync(server));

        refusal.StatusCode.Should().Be(HttpStatusCode.NotFound);
        refusal.Message.Should().Match("*404 Not Found*another source*");
        server.Asked.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_redirection_is_followed_and_resumed_through()
    {
        await using var server = new LoopbackServer(exchange => exchange.Path == "/elsewhere"
            ? exchange.SendAsync(files.Archive, exchange.Number == 2 ? 100 : int.MaxValue)
            : exchange.SendHeadAsync("302 Found", "Location: /elsewhere", "Content-Length: 0"));

        await DownloadAsync(server);

        server.Asked.Should().Equal(null, null, 100, 100);
    }

    [Fact]
    public async Task The_wrong_bytes_are_refused_and_nothing_is_kept()
    {
        byte[] wrong = [.. files.Archive];
        wrong[^1] ^= 1;
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(wrong));

        (await Failing<InvalidDataException>(() => DownloadAsync(server))).Message
            .Should().Match($"*expected MD5 {files.Format.ArchiveMd5} but {wrong.Length} bytes have {Cifar10Files.Md5Of(wrong)}*");
        Directory.GetFiles(files.Folder).Select(file => new FileInfo(file).Length).Should().OnlyContain(length => length == 0);
        Directory.GetDirectories(files.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task A_bad_archive_with_the_right_checksum_leaves_no_half_unpacked_folder()
    {
        var incomplete = Cifar10Files.Pack([("cifar-10-batches-bin/data_batch_1.bin", Cifar10Files.Content(0))]);
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(incomplete));

        await Failing<InvalidDataException>(() => DownloadAsync(server, format: new(Cifar10Files.Records, Cifar10Files.Md5Of(incomplete))));

        Directory.GetDirectories(files.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Cancellation_stops_at_once_and_keeps_what_has_arrived()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.SendAsync(files.Archive, most: 100);
            await exchange.StallAsync();
        });
        var progress = new Reports(report =>
        {
            if (report.Received == 100)
                cancellation.Cancel();
        });

        await Failing<OperationCanceledException>(() => DownloadAsync(server, progress, cancellationToken: cancellation.Token));

        new FileInfo(Part).Length.Should().Be(100);
        server.Asked.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_second_download_into_the_same_folder_is_refused()
    {
        using var cancellation = new CancellationTokenSource();
        var underWay = new TaskCompletionSource();
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.SendAsync(files.Archive, most: 100);
            await exchange.StallAsync();
        });
        var first = DownloadAsync(server, new Reports(_ => underWay.TrySetResult()), cancellationToken: cancellation.Token);
        await underWay.Task;

        await Failing<IOException>(() => DownloadAsync(server));

        server.Asked.Should().HaveCount(1);
        await cancellation.CancelAsync();
        await Failing<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Where_a_file_or_a_broken_link_is_in_the_place_of_the_folder_nothing_is_asked_for()
    {
        await using var server = new LoopbackServer(exchange => exchange.SendAsync(files.Archive));
        var file = files.Write("file", [1]);
        files.Write("above/cifar-10-batches-bin", [1]);
        var link = File.CreateSymbolicLink(Path.Combine(files.Folder, "link"), "nowhere").FullName;

        foreach (var folder in new[] { file, Path.Combine(files.Folder, "above"), link })
        {
            var download = new Cifar10Download(folder, server.Address, files.Format, RetryOptions.Default);
            var refusal = await Failing<IOException>(() => download.RunAsync(null, default));
            refusal.Message.Should().Match($"'{folder}*is not a folder.");
        }

        server.Asked.Should().BeEmpty();
    }

    // Half a minute, so that a busy machine is not taken for a silent server; tests of silence give a shorter time.
    Task<string> DownloadAsync(
        LoopbackServer server,
        IProgress<DownloadProgress>? progress = null,
        Cifar10Format? format = null,
        double stall = 30,
        CancellationToken cancellationToken = default)
    {
        var retry = new RetryOptions(TimeSpan.FromSeconds(stall), MaxAttempts: 3, Delay: TimeSpan.Zero);
        return new Cifar10Download(files.Folder, server.Address, format ?? files.Format, retry).RunAsync(progress, cancellationToken);
    }

    static async Task<T> Failing<T>(Func<Task> act)
        where T : Exception => (await act.Should().ThrowAsync<T>()).Which;

    sealed class Reports(Action<DownloadProgress>? also = null) : List<DownloadProgress>, IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            Add(value);
            also?.Invoke(value);
        }
    }
}
