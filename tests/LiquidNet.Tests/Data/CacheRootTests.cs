using LiquidNet.Data;
using LiquidNet.Data.Files;
using static LiquidNet.Data.Files.CacheRoot;

namespace LiquidNet.Tests.Data;

public class CacheRootTests
{
    static readonly string Root = Path.GetPathRoot(Path.GetTempPath())!;

    [Fact]
    public void The_library_s_own_variable_comes_first() =>
        Find(Platform.Other, ("LIQUIDNET_DATA", "here"), ("XDG_CACHE_HOME", Root + "cache")).Should().Be("here");

    [Theory]
    [InlineData("Windows")]
    [InlineData("Other")]
    public void The_cache_home_comes_second_on_every_platform(string platform) =>
        Find(Enum.Parse<Platform>(platform), ("LIQUIDNET_DATA", ""), ("XDG_CACHE_HOME", Root + "cache"))
            .Should().Be(Path.Combine(Root + "cache", "liquidnet"));

    [Fact]
    public void A_relative_cache_home_is_ignored_as_its_specification_says() =>
        Find(Platform.Other, ("XDG_CACHE_HOME", "cache")).Should().Be(Path.Combine("UserProfile", ".cache", "liquidnet"));

    [Fact]
    public void The_platform_s_own_cache_comes_last()
    {
        Find(Platform.Other).Should().Be(Path.Combine("UserProfile", ".cache", "liquidnet"));
        Find(Platform.MacOS).Should().Be(Path.Combine("UserProfile", "Library", "Caches", "liquidnet"));
        Find(Platform.Windows).Should().Be(Path.Combine("LocalApplicationData", "liquidnet"));
    }

    [Fact]
    public void CIFAR_10_lies_in_a_folder_of_its_own_below_the_one_that_the_environment_names()
    {
        const string variable = "LIQUIDNET_DATA";
        var before = Environment.GetEnvironmentVariable(variable);
        try
        {
            Environment.SetEnvironmentVariable(variable, Root + "sets");
            Cifar10.CacheFolder.Should().Be(Path.Combine(Root, "sets", "cifar10"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    static string Find(Platform platform, params (string Name, string Value)[] variables) =>
        CacheRoot.Find(name => variables.FirstOrDefault(variable => variable.Name == name).Value, folder => folder.ToString(), platform);
}
