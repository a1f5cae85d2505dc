using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class MetadataTests
{
    [Fact]
    public void Metadata_keys_are_lower_cased()
    {
        var headers = new Metadata { { "X-Request-ID", "7" }, { "Trace-BIN", [1] } };

        Assert.Equal(["x-request-id", "trace-bin"], headers.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("colon:")]
    [InlineData("line\n")]
    [InlineData("größe")]
    [InlineData("\u212Aelvin")]
    public void Metadata_keys_take_only_letters_digits_underscores_hyphens_and_dots(string key) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Fact]
    public void Metadata_keys_may_hold_every_character_allowed() =>
        Assert.Equal("az09_-.", new Metadata.Entry("az09_-.", "value").Key);

    [Fact]
    public void Bytes_need_a_key_that_ends_with_bin() =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("trace", [1]));

    [Fact]
    public void Text_needs_a_key_that_does_not_end_with_bin() =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("trace-bin", "text"));

    [Fact]
    public void Nothing_in_an_entry_may_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "text"));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key-bin", (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata { null! });
    }

    [Fact]
    public void Bytes_are_copied_on_the_way_in()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("trace-bin", bytes);

        bytes[0] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void Bytes_are_copied_on_the_way_out()
    {
        var entry = new Metadata.Entry("trace-bin", [1, 2]);

        entry.ValueBytes[0] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void A_binary_entry_has_no_text()
    {
        var entry = new Metadata.Entry("trace-bin", [1, 2]);

        Assert.True(entry.IsBinary);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void A_text_entry_has_its_bytes_in_ascii()
    {
        var entry = new Metadata.Entry("greeting", "hi");

        Assert.False(entry.IsBinary);
        Assert.Equal("hi"u8.ToArray(), entry.ValueBytes);
    }

    [Fact]
    public void The_last_of_equal_keys_wins_and_all_are_kept_in_order()
    {
        var headers = new Metadata { { "step", "one" }, { "other", "x" }, { "step", "two" } };

        Assert.Equal("two", headers.GetValue("step"));
        Assert.Equal(["one", "two"], headers.GetAll("step").Select(entry => entry.Value));
    }

    [Fact]
    public void A_key_that_is_not_there_has_no_value()
    {
        var headers = new Metadata();

        Assert.Null(headers.Get("step"));
        Assert.Null(headers.GetValue("step"));
        Assert.Null(headers.GetValueBytes("step-bin"));
    }

    [Fact]
    public void Entries_can_be_inserted_replaced_and_removed()
    {
        var headers = new Metadata { { "b", "2" } };

        headers.Insert(0, new Metadata.Entry("a", "1"));
        headers[1] = new Metadata.Entry("c", "3");
        headers.RemoveAt(0);

        Assert.Equal("c", Assert.Single(headers).Key);
    }

    [Fact]
    public void Empty_metadata_is_read_only()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
    }

    [Fact]
    public void An_entry_prints_its_key_and_its_text() =>
        Assert.Equal("[Entry: key=greeting, value=hi]", new Metadata.Entry("Greeting", "hi").ToString());
}
