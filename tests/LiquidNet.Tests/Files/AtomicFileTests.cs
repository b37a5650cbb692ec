using System.Diagnostics;
using System.IO.Pipes;
using System.Net.Sockets;
using LiquidNet.Files;

namespace LiquidNet.Tests.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_folder_that_is_missing_is_named_and_not_the_temporary_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}", "model.safetensors");
        FluentActions.Invoking(() => AtomicFile.Write(path, _ => { })).Should().Throw<DirectoryNotFoundException>()
            .WithMessage($"'{path}' cannot be written: there is no folder '{Path.GetDirectoryName(path)}'; make it first.");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        var folder = Directory.CreateTempSubdirectory("liquidnet-atomic-").FullName;
        FluentActions.Invoking(() => AtomicFile.Write(folder, _ => { })).Should().Throw<IOException>().WithMessage("*it is a folder.");
        await FluentActions.Awaiting(() => AtomicFile.WriteAsync(folder, _ => Task.CompletedTask)).Should().ThrowAsync<IOException>();
        Directory.Delete(folder);
        Directory.GetFiles(Path.GetTempPath(), $"{Path.GetFileName(folder)}*").Should().BeEmpty();
    }

    [Fact]
    public void A_pipe_is_not_replaced()
    {
        if (OperatingSystem.IsWindows())
            return;
        var pipe = Path.Combine(Path.GetTempPath(), $"liquidnet-{Guid.NewGuid():N}");
        using (var make = Process.Start("mkfifo", pipe))
            make.WaitForExit();
        FluentActions.Invoking(() => AtomicFile.Write(pipe, _ => { })).Should().Throw<IOException>().WithMessage("*is no regular file*");
        using (var test = Process.Start("test", ["-p", pipe]))
        {
            test.WaitForExit();
            test.ExitCode.Should().Be(0, "it is still a pipe");
        }

        File.Delete(pipe);
    }

    [Fact]
    public void A_socket_is_not_replaced()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(Path.GetTempPath(), $"liquidnet-{Guid.NewGuid():N}");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            FluentActions.Invoking(() => AtomicFile.Write(path, _ => { })).Should().Throw<IOException>().WithMessage("*a socket*");
        }

        File.Delete(path);
    }

    [Fact]
    public void A_pipe_without_a_name_is_no_regular_file_either()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}";
        FluentActions.Invoking(() => AtomicFile.Write(path, _ => { })).Should().Throw<IOException>().WithMessage("*is no regular file*");
    }

    [Fact]
    public void An_empty_file_is_replaced()
    {
        var file = Path.GetTempFileName();
        AtomicFile.Write(file, stream => stream.WriteByte(7));
        File.ReadAllBytes(file).Should().Equal(7);
        File.Delete(file);
    }

    [Fact]
    public void A_folder_that_must_not_be_written_is_an_io_exception()
    {
        // Not even the superuser makes files there.
        const string Forbidden = "/sys/model.safetensors";
        if (!OperatingSystem.IsLinux())
            return;
        FluentActions.Invoking(() => AtomicFile.Write(Forbidden, _ => { })).Should().Throw<IOException>()
            .WithMessage($"'{Forbidden}' cannot be written*");
    }
}
