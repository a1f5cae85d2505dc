namespace GrpcRefresh.Server.Doctor;

/// <summary>What is to be looked at besides the account.</summary>
/// <param name="LogTable">Null for the configured one.</param>
/// <param name="UsesWarehouse">Whether a warehouse may be resumed for it.</param>
internal sealed record DoctorOrder(string? LogTable, string MappingTable, bool UsesWarehouse);
