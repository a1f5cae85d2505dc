using System.Reflection;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Requests;

namespace GrpcRefresh.Tests.Conventions;

/// <summary>Keeps the direction between the server's rooms: doors, capabilities, outside, floor.</summary>
public sealed class NamespaceDirectionTests
{
    private const string Prefix = "GrpcRefresh.Server";
    private const string Root = "";

    private static readonly string[] Floor = ["Security", "Listening", "Telemetry", Root];
    private static readonly string[] Outside = ["Tableau", "Snowflake", "Storage"];

    // Written to by the capabilities, of which it knows none; kept in the database.
    private static readonly string[] Ledger = ["Audit"];
    private static readonly string[] Capabilities = ["Refresh", "Jobs", "Catalog", "Rotation", "Outcomes", "Callers", "Doctor"];
    private static readonly string[] Doors = ["Rpc", "Gateway", "Webhooks", "Verbs"];

    private static readonly Assembly Service = typeof(ServerHost).Assembly;

    // What composes the rooms knows them all.
    private static readonly string[] Composition = ["ServerHost", "Program"];

    private static readonly string[] All = [.. Doors, .. Capabilities, .. Ledger, .. Outside, .. Floor];

    public static TheoryData<string> Rooms => [.. All];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_touches_only_the_rooms_below_it(string room)
    {
        var allowed = Allowed(room);

        var crossings =
            from type in Types().Where(type => RoomOf(type) == room)
            from touched in TypeReferences.Of(type).Where(touched => touched.Assembly == Service && !IsGenerated(touched))
            where !allowed.Contains(RoomOf(touched))
            select $"{type.FullName} touches {touched.FullName}";

        Assert.Empty(crossings);
    }

    [Fact]
    public void Every_type_lives_in_a_room_that_has_a_direction() =>
        Assert.Empty(Types().Where(type => !All.Contains(RoomOf(type))).Select(type => type.FullName));

    [Fact]
    public void What_only_the_code_of_a_method_touches_is_seen() =>
        Assert.Contains(typeof(RefusedException), TypeReferences.Of(typeof(FieldErrors)));

    private static string[] Allowed(string room) =>
        // What is done with the database as a whole belongs to no capability.
        room == "Verbs" ? [room, .. Capabilities, .. Ledger, "Storage", .. Floor]
        // The second door to the same rooms: it opens what the first has made, and knows nothing of what lies behind.
        : room == "Gateway" ? [room, "Rpc", .. Capabilities, .. Floor]
        : Doors.Contains(room) ? [room, .. Capabilities, .. Ledger, .. Floor]
        : Capabilities.Contains(room) ? [.. Capabilities, .. Ledger, .. Outside, .. Floor]
        : Ledger.Contains(room) ? [room, "Storage", .. Floor]
        : Outside.Contains(room) ? [room, .. Floor]
        : [.. Floor];

    private static IEnumerable<Type> Types() => Service.GetTypes().Where(type => !IsGenerated(type) && !Composition.Contains(Outermost(type).Name));

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>Types that the compiler adds stand in no namespace of ours.</summary>
    private static bool IsGenerated(Type type) => Outermost(type) is var outer
        && (outer.Namespace?.StartsWith(Prefix, StringComparison.Ordinal) != true && outer.Name != "Program");

    private static string RoomOf(Type type) => Outermost(type).Namespace!.Split('.') is [_, _, var room, ..] ? room : Root;
}
