using System.ComponentModel;
using System.Globalization;

namespace GrpcRefresh.Server.Security;

/// <summary>Lets configuration bind a text straight to a <see cref="Secret"/>; there is no way back.</summary>
internal sealed class SecretTypeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? new Secret(text) : base.ConvertFrom(context, culture, value);
}
