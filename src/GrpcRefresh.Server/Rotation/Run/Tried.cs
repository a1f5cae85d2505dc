using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Tableau's answer, or what it came to after all patience.</summary>
internal sealed record Tried<T>(T? Answer, TableauException? Problem);
