using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcRefresh.Server.Rpc.Reflection;

/// <summary>Every file that the services' contracts reach, by name, by the symbols it declares and by its extensions.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _extensions = [];
    private readonly HashSet<string> _messages = [];

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var service in services)
        {
            AddFile(service.File);
        }
    }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName.TrimStart('.'));

    public FileDescriptor? FindExtension(string type, int number) => _extensions.GetValueOrDefault((type.TrimStart('.'), number));

    /// <summary>Null for a type that is not a message of these contracts.</summary>
    public IReadOnlyList<int>? FindExtensionNumbers(string type) => _messages.Contains(type.TrimStart('.'))
        ? [.. _extensions.Keys.Where(key => key.Type == type.TrimStart('.')).Select(key => key.Number).Order()]
        : null;

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var imported in file.Dependencies)
        {
            AddFile(imported);
        }

        foreach (var service in file.Services)
        {
            AddSymbols([service, .. service.Methods]);
        }

        foreach (var message in file.MessageTypes)
        {
            AddMessage(message);
        }

        AddEnums(file.EnumTypes);
        AddExtensions(file.Extensions);
    }

    private void AddMessage(MessageDescriptor message)
    {
        _messages.Add(message.FullName);
        AddSymbols([message, .. message.Fields.InDeclarationOrder(), .. message.Oneofs]);
        AddEnums(message.EnumTypes);
        AddExtensions(message.Extensions);
        foreach (var nested in message.NestedTypes)
        {
            AddMessage(nested);
        }
    }

    private void AddEnums(IEnumerable<EnumDescriptor> enums)
    {
        foreach (var declared in enums)
        {
            AddSymbols([declared]);
            foreach (var value in declared.Values)
            {
                // In protobuf the values of an enum are its siblings, not its children.
                _symbols[$"{declared.FullName[..^declared.Name.Length]}{value.Name}"] = declared.File;
            }
        }
    }

    private void AddExtensions(ExtensionCollection extensions)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            AddSymbols([extension]);
            _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = extension.File;
        }
    }

    private void AddSymbols(IEnumerable<IDescriptor> declared)
    {
        foreach (var symbol in declared)
        {
            _symbols[symbol.FullName] = symbol.File;
        }
    }
}
