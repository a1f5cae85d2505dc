using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

internal sealed class RpcOptionsValidator(ListenRules rules) : IValidateOptions<RpcOptions>
{
    private const string Key = $"{RpcOptions.Section}:{nameof(RpcOptions.Listen)}";

    public ValidateOptionsResult Validate(string? name, RpcOptions options)
    {
        var problems = rules.Check(Key, options.Listen, "http://127.0.0.1:5400").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
