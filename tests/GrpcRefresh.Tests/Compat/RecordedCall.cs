using Grpc.Core;

namespace GrpcRefresh.Tests.Compat;

/// <summary>What reached a <see cref="RecordingCallInvoker"/>.</summary>
internal sealed record RecordedCall(MethodType Type, string Method, string? Host, CallOptions Options);
