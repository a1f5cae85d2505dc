using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

/// <summary>All of it or nothing, with a certificate that serves and a listener that uses it.</summary>
internal sealed class TlsOptionsValidator(IConfiguration configuration) : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        var problems = (options.IsOn ? WithCertificate(options) : WithoutCertificate(options)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> WithCertificate(TlsOptions options)
    {
        if (!configuration.GetSection("GrpcRefresh").GetChildren().Any(room => ListenAddress.TryParse(room["Listen"] ?? "", out var address) && address.IsHttps))
        {
            yield return $"{TlsOptions.Section}:CertificateFile is set, but no listener uses it. Write https in the address of a listener, for example " +
                $"GrpcRefresh:Rpc:Listen, or remove the keys of {TlsOptions.Section}.";
        }

        if (Problem(options) is { } problem)
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> WithoutCertificate(TlsOptions options) =>
        from part in new[] { (Key: nameof(options.KeyFile), Value: options.KeyFile), (Key: nameof(options.PasswordFile), Value: options.PasswordFile) }
        where !string.IsNullOrEmpty(part.Value)
        select $"{TlsOptions.Section}:CertificateFile is missing although {TlsOptions.Section}:{part.Key} is set. Set it, or remove {part.Key}.";

    private static string? Problem(TlsOptions options)
    {
        try
        {
            TlsFiles.Read(options).Load();
            return null;
        }
        catch (CertificateUnusableException e)
        {
            return e.Message;
        }
    }
}
