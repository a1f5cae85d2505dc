using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Messages of any type with some of their fields filled, as the descriptor allows and perhaps nobody meant.</summary>
internal static class OddMessage
{
    private static readonly int[] Numbers = [0, 1, -1, 2, 10, 50, 1_000, 1_001, int.MaxValue, int.MinValue];

    public static IMessage Of(MessageDescriptor type, Random random, int depth = 0)
    {
        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder().Where(_ => random.OneIn(2) && depth < 4))
        {
            Fill(message, field, random, depth);
        }

        return message;
    }

    private static void Fill(IMessage message, FieldDescriptor field, Random random, int depth)
    {
        switch (field.Accessor.GetValue(message))
        {
            case System.Collections.IDictionary map:
                for (var entries = random.Next(3); entries > 0; entries--)
                {
                    map[Scalar(field.MessageType.FindFieldByNumber(1), random, depth)] = Scalar(field.MessageType.FindFieldByNumber(2), random, depth);
                }

                break;
            case System.Collections.IList list:
                for (var entries = random.OneIn(20) ? 300 : random.Next(3); entries > 0; entries--)
                {
                    list.Add(Scalar(field, random, depth));
                }

                break;
            default:
                field.Accessor.SetValue(message, Scalar(field, random, depth));
                break;
        }
    }

    private static object Scalar(FieldDescriptor field, Random random, int depth) => field.FieldType switch
    {
        FieldType.String => random.Text(),
        FieldType.Bool => random.OneIn(2),
        FieldType.Int32 => random.Of(Numbers),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(-1, 12)),
        FieldType.Message when field.MessageType == Duration.Descriptor => new Duration { Seconds = random.Of(Numbers), Nanos = random.Of(Numbers) },
        FieldType.Message when field.MessageType == Timestamp.Descriptor => new Timestamp { Seconds = random.Of(Numbers) * 100L, Nanos = random.Of(Numbers) },
        FieldType.Message => Of(field.MessageType, random, depth + 1),
        _ => throw new NotSupportedException($"A request has a field of type {field.FieldType}, which is not generated yet: {field.FullName}."),
    };
}
