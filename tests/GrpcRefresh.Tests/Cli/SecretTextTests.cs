using System.Text;
using GrpcRefresh.Cli;
using GrpcRefresh.Cli.Secrets;

namespace GrpcRefresh.Tests.Cli;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" s3 cret \n", " s3 cret ")]
    [InlineData("\uFEFFs3cret", "s3cret")]
    [InlineData("grün€\n", "grün€")]
    public async Task The_one_line_is_the_secret(string content, string secret) => Assert.Equal(secret, await ReadAsync(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("", "is empty.")]
    [InlineData("\n", "is empty.")]
    [InlineData("one\ntwo", "has more than one line: leave only the secret.")]
    [InlineData("one\n\n", "has more than one line: leave only the secret.")]
    public async Task What_is_no_secret_is_a_mistake(string content, string mistake) => Assert.Equal($"It {mistake}", await MistakeAsync(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public async Task What_is_no_text_is_a_mistake_and_not_another_secret() => Assert.Equal("It is not text in UTF-8.", await MistakeAsync([0x73, 0xFF, 0xFE]));

    [Fact]
    public async Task Something_endless_is_not_read_to_its_end() => Assert.Equal("It is too long for a secret.", await MistakeAsync(new byte[100_000]));

    private static async Task<string> ReadAsync(byte[] content) => await SecretText.ReadAsync(new MemoryStream(content), "It", CancellationToken.None);

    private static async Task<string> MistakeAsync(byte[] content) => (await Assert.ThrowsAsync<UsageException>(() => ReadAsync(content))).Message;
}
