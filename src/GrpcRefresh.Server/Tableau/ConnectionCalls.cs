using System.Xml;
using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Lists and changes the connections of content.</summary>
internal sealed class ConnectionCalls(TableauCaller caller)
{
    private volatile Version? _withoutBulk;

    public async Task<IReadOnlyList<TableauConnection>> ListAsync(ConnectionItemType type, string itemLuid, CancellationToken ct)
    {
        if (type == ConnectionItemType.VirtualConnection)
        {
            // The only list of connections that comes in pages.
            return await caller.ReadPagesAsync(Path(type, itemLuid), "connection", ct).Select(ConnectionXml.Read).ToListAsync(ct);
        }

        var request = TableauRequest.Get(Path(type, itemLuid));
        var root = await caller.SendAsync(request, ct) ?? throw AnswerProblem.Incomplete(request, "the connections");
        return [.. root.Below("connection").Select(ConnectionXml.Read)];
    }

    public async Task<TableauConnection> UpdateAsync(
        ConnectionItemType type, string itemLuid, string connectionId, ConnectionUpdate update, CancellationToken ct)
    {
        var request = Put($"{Path(type, itemLuid)}/{Uri.EscapeDataString(connectionId)}", update, () => ConnectionXml.Write(update));
        var told = Read(await caller.SendAsync(request, ct));
        return Find(told, connectionId) ?? throw AnswerProblem.Incomplete(request, "the connection that was to be changed");
    }

    public async Task<bool> SupportsBulkAsync(CancellationToken ct) =>
        await caller.GetVersionAsync(ct) is var version && version >= ApiVersion.FirstWithBulkConnections && version != _withoutBulk;

    public async Task<IReadOnlyList<TableauConnection>> UpdateManyAsync(
        ConnectionItemType type, string itemLuid, IReadOnlyList<string> connectionIds, ConnectionUpdate update, CancellationToken ct)
    {
        if (!await SupportsBulkAsync(ct))
        {
            throw NoBulk(null);
        }

        var version = await caller.GetVersionAsync(ct);
        var request = Put(Path(type, itemLuid), update, () => ConnectionXml.Write(connectionIds, update));
        try
        {
            var told = Read(await caller.SendAsync(request, ct));
            return [.. connectionIds.Select(id => Find(told, id) ?? throw AnswerProblem.Incomplete(request, $"connection {id}, which was to be changed"))];
        }
        catch (TableauException e) when (e.Code is ErrorCodes.UnknownUri or ErrorCodes.WrongVerb || e.HttpStatus == 405)
        {
            // The documents differ on when it came. Asked again once the server has become another version.
            _withoutBulk = version;
            throw NoBulk(e);
        }
    }

    private static TableauException NoBulk(TableauException? cause) => new(
        TableauErrorKind.NotSupported, "This Tableau cannot change several connections in one request. Change them one by one.", cause)
    {
        Code = cause?.Code,
        Detail = cause?.Detail,
        RequestId = cause?.RequestId,
        HttpStatus = cause?.HttpStatus,
        MayHaveTakenEffect = cause?.MayHaveTakenEffect == true,
    };

    private static TableauRequest Put(string path, ConnectionUpdate update, Func<XElement> body) =>
        IsText(update.Password.Reveal()) && IsText(update.UserName)
            ? TableauRequest.Put(path, body())
            : throw new TableauException(
                TableauErrorKind.Refused, "The user name or the secret has a control character or half a character, which Tableau's XML cannot carry.");

    private static bool IsText(string value)
    {
        try
        {
            XmlConvert.VerifyXmlChars(value);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static List<TableauConnection> Read(XElement? root) => [.. (root?.Below("connection") ?? []).Select(ConnectionXml.Read)];

    private static TableauConnection? Find(List<TableauConnection> connections, string id) =>
        connections.FirstOrDefault(connection => connection.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    private static string Path(ConnectionItemType type, string itemLuid) => $"{type.Plural()}/{Uri.EscapeDataString(itemLuid)}/connections";
}
