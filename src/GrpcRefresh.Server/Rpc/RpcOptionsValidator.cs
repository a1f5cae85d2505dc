using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

internal sealed class RpcOptionsValidator : IValidateOptions<RpcOptions>
{
    private const string Key = $"{RpcOptions.Section}:{nameof(RpcOptions.Listen)}";

    public ValidateOptionsResult Validate(string? name, RpcOptions options)
    {
        if (!ListenAddress.TryParse(options.Listen, out var address))
        {
            return ValidateOptionsResult.Fail($"{Key} is not an address to listen on; write it like http://127.0.0.1:5400, without a path.");
        }

        return address.IsLoopback
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{Key} is {options.Listen}, which other machines can reach. The service cannot tell callers apart yet, "
                + "so anyone there could refresh anything: it listens on loopback addresses only (127.0.0.1, [::1], localhost).");
    }
}
