using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Rpc.Redaction;

namespace GrpcRefresh.Tests.Rpc.Redaction;

public sealed class MessageRedactorTests
{
    private const string Needle = "hunter2";

    private static readonly Dictionary<string, Action<Guarded>> Places = new()
    {
        ["a field"] = message => message.Secret = Needle,
        ["a field with presence"] = message => message.Maybe = Needle,
        ["bytes"] = message => message.Raw = ByteString.CopyFromUtf8(Needle),
        ["a list"] = message => message.Many.Add(["", Needle]),
        ["a list of bytes"] = message => message.ManyRaw.Add(ByteString.CopyFromUtf8(Needle)),
        ["a map"] = message => message.ByName["name"] = Needle,
        ["a number"] = message => message.Number = 4711,
        ["a message"] = message => message.Whole = new Open { Text = Needle },
        ["a oneof"] = message => message.Chosen = Needle,
        ["a message in a oneof"] = message => message.ChosenMessage = new Guarded { Secret = Needle },
        ["a message below"] = message => message.Below = new Guarded { Below = new Guarded { Secret = Needle } },
        ["a list of messages"] = message => message.Several.Add([new Guarded(), new Guarded { Chosen = Needle }]),
        ["a map of messages"] = message => message.Named["name"] = new Guarded { ByName = { ["name"] = Needle } },
        ["a packed message"] = message => message.Anything = Any.Pack(new Guarded { Secret = Needle }),
        ["a packed message of an unknown type"] = message => message.Anything = new Any { TypeUrl = "example.com/unknown", Value = ByteString.CopyFromUtf8(Needle) },
        ["a field of a newer version"] = message => message.MergeFrom(new NewerGuarded { NewerSecret = Needle }.ToByteArray()),
    };

    public static TheoryData<string> PlaceNames => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(PlaceNames))]
    public void A_secret_is_masked_wherever_it_stands(string place)
    {
        var message = new Guarded();
        Places[place](message);
        Assert.True(Holds(message));

        Assert.False(Holds(MessageRedactor.Redact(message)));
        Assert.DoesNotContain(Needle, MessageRedactor.ToText(message), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(ByteString.CopyFromUtf8(Needle).ToByteArray()), MessageRedactor.ToText(message), StringComparison.Ordinal);
        Assert.DoesNotContain("4711", MessageRedactor.ToText(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_else_stays_as_it_is()
    {
        var message = new Guarded
        {
            Open = new Open { Text = "a", Texts = { "b", "c" }, Labels = { ["d"] = "e" }, Raw = ByteString.CopyFromUtf8("f") },
            Time = new Timestamp { Seconds = 1 },
        };

        Assert.Equal(message, MessageRedactor.Redact(message));
    }

    [Fact]
    public void The_message_itself_is_left_alone()
    {
        var message = new Guarded { Secret = Needle };

        MessageRedactor.Redact(message);

        Assert.Equal(Needle, message.Secret);
    }

    [Fact]
    public void That_a_secret_was_given_can_be_seen_and_that_none_was_too()
    {
        Assert.Equal("""{ "secret": "***" }""", MessageRedactor.ToText(new Guarded { Secret = Needle }));
        Assert.Equal("{ }", MessageRedactor.ToText(new Guarded()));
    }

    [Fact]
    public void A_message_with_a_time_that_is_none_can_be_shown() =>
        Assert.Contains("***", MessageRedactor.ToText(new Guarded { Secret = Needle, Time = new Timestamp { Nanos = -1 } }), StringComparison.Ordinal);

    [Fact]
    public void The_lists_and_maps_of_a_message_keep_their_length()
    {
        var masked = (Guarded)MessageRedactor.Redact(new Guarded { Many = { "a", "b" }, ByName = { ["x"] = "c" } });

        Assert.Equal(["***", "***"], masked.Many);
        Assert.Equal(new MapField<string, string> { ["x"] = "***" }, masked.ByName);
    }

    private static bool Holds(IMessage message)
    {
        var wire = message.ToByteArray().AsSpan();
        return wire.IndexOf(ByteString.CopyFromUtf8(Needle).Span) >= 0 || (message is Guarded { Number: 4711 });
    }
}
