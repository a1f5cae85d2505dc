using System.Data;
using System.Data.Common;
using System.Globalization;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>Bound values as parameters, which the driver knows by their places, from 1 on.</summary>
internal static class DriverBindings
{
    public static void Add(DbCommand command, IReadOnlyList<SqlBinding> bindings)
    {
        for (var i = 0; i < bindings.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = (i + 1).ToString(CultureInfo.InvariantCulture);
            (parameter.DbType, var value) = Of(bindings[i].Type, bindings[i].Value);
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    // From the SQL API's notation, which is the one that bindings have.
    private static (DbType Type, object? Value) Of(string type, string? value) => type switch
    {
        "FIXED" => (DbType.Decimal, value is null ? null : decimal.Parse(value, CultureInfo.InvariantCulture)),
        "REAL" => (DbType.Double, value is null ? null : double.Parse(value, CultureInfo.InvariantCulture)),
        "BOOLEAN" => (DbType.Boolean, value is null ? null : value == "true"),
        "TIMESTAMP_NTZ" => (DbType.DateTime, value is null ? null : DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks((long)(Int128.Parse(value, CultureInfo.InvariantCulture) / 100)), DateTimeKind.Unspecified)),
        "DATE" => (DbType.Date, value is null ? null : DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(long.Parse(value, CultureInfo.InvariantCulture)), DateTimeKind.Unspecified)),
        _ => (DbType.String, value),
    };
}
