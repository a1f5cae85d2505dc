using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcRefresh.Server.Rpc.Reflection;

/// <summary>Answers one question of a reflection stream.</summary>
internal sealed class ReflectionAnswers(IReadOnlyList<ServiceDescriptor> services)
{
    private readonly DescriptorIndex _index = new(services);

    public ServerReflectionResponse To(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            Question.ListServices => ListServices(),
            Question.FileByFilename => File(_index.FindFile(request.FileByFilename), "file"),
            Question.FileContainingSymbol => File(_index.FindSymbol(request.FileContainingSymbol), "symbol"),
            Question.FileContainingExtension => File(
                _index.FindExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
                "extension"),
            Question.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.Unimplemented, "The question is not known here."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse ListServices() => new()
    {
        ListServicesResponse = new ListServiceResponse
        {
            Service = { services.Select(service => new ServiceResponse { Name = service.FullName }) },
        },
    };

    private ServerReflectionResponse ExtensionNumbers(string type) => _index.FindExtensionNumbers(type) is { } numbers
        ? new() { AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { numbers } } }
        : Error(StatusCode.NotFound, "There is no such type.");

    private static ServerReflectionResponse File(FileDescriptor? file, string what) => file is null
        ? Error(StatusCode.NotFound, $"There is no such {what}.")
        : new() { FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { WithImports(file).Select(each => each.SerializedData) } } };

    /// <summary>The file first, then everything it needs, each once: a client can build it from one answer.</summary>
    private static IEnumerable<FileDescriptor> WithImports(FileDescriptor file)
    {
        HashSet<string> seen = [file.Name];
        Queue<FileDescriptor> open = new([file]);
        while (open.TryDequeue(out var next))
        {
            yield return next;
            foreach (var imported in next.Dependencies.Where(imported => seen.Add(imported.Name)))
            {
                open.Enqueue(imported);
            }
        }
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
