namespace Grpc.Core;

/// <summary>What a method is called and how it streams.</summary>
public interface IMethod
{
    /// <summary>Which side streams.</summary>
    MethodType Type { get; }

    /// <summary>The service, with its package.</summary>
    string ServiceName { get; }

    /// <summary>The method within the service.</summary>
    string Name { get; }

    /// <summary>The path on the wire: <c>/service/method</c>.</summary>
    string FullName { get; }
}
