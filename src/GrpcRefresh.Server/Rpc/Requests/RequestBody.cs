using System.Collections;
using Google.Protobuf;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>A request as bytes that are the same however its sender ordered its maps, which some do anew at each try.</summary>
internal static class RequestBody
{
    /// <remarks>It holds whatever secrets the request does: to be kept only as <see cref="Security.SecretVault.Fingerprint"/>.</remarks>
    public static byte[] Of(IMessage request)
    {
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        Sort(copy);
        return copy.ToByteArray();
    }

    private static void Sort(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            switch (field.Accessor.GetValue(message))
            {
                case IMessage one:
                    Sort(one);
                    break;
                case IDictionary map:
                    map.Values.OfType<IMessage>().ToList().ForEach(Sort);
                    Sort(map);
                    break;
                case IList list:
                    list.OfType<IMessage>().ToList().ForEach(Sort);
                    break;
            }
        }
    }

    private static void Sort(IDictionary map)
    {
        // A map is written in the order in which it was filled.
        var entries = map.Keys.Cast<object>().OrderBy(key => $"{key}", StringComparer.Ordinal).Select(key => (key, map[key])).ToList();
        map.Clear();
        entries.ForEach(entry => map.Add(entry.key, entry.Item2));
    }
}
