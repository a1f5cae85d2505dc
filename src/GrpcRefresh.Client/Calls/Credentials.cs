using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcRefresh.Client.Calls;

/// <summary>Sends the credential with each call.</summary>
internal sealed class Credentials(GrpcRefreshClientOptions options)
{
    private volatile string? _lastOfFile;

    /// <summary>The same calls, with the credential if there is one.</summary>
    public static CallInvoker Attach(CallInvoker calls, GrpcRefreshClientOptions options) =>
        string.IsNullOrEmpty(options.Credential) && string.IsNullOrEmpty(options.CredentialFile) ? calls : calls.Intercept(new Credentials(options).AddTo);

    private Metadata AddTo(Metadata headers)
    {
        var complete = new Metadata();
        foreach (var header in headers)
        {
            complete.Add(header);
        }

        complete.Add("authorization", $"Bearer {(string.IsNullOrEmpty(options.CredentialFile) ? options.Credential : OfFile(options.CredentialFile))}");
        return complete;
    }

    /// <summary>A file that is being replaced may be missing for a moment; then the credential from before is as good as any.</summary>
    private string OfFile(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            if (text.Length > 0 && !text.Any(c => c is <= ' ' or > '~'))
            {
                return _lastOfFile = text;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return _lastOfFile ?? throw Unreadable($"cannot be read ({e.GetType().Name})");
        }

        return _lastOfFile ?? throw Unreadable("does not hold a credential alone, on one line");
    }

    private static RpcException Unreadable(string problem) => new(new Status(StatusCode.Unauthenticated, $"The file of CredentialFile {problem}."));
}
