using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Gateway.Routing;

namespace GrpcRefresh.Tests.Gateway.Routing;

public sealed class PercentEncodingProperties
{
    [Fact]
    public void What_was_encoded_is_decoded_whatever_it_was() =>
        Prop.ForAll(Texts().ToArbitrary(), text =>
                RawPath.Parse($"/a/{Uri.EscapeDataString(text)}") is var path && (text is "." or ".." ? path is null : path!.Segments[1] == text && path.Verb is null))
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void What_anybody_may_send_is_read_or_refused() =>
        Prop.ForAll(Gen.Elements("/a.%2Ee4:?&=+[]*\\ \u00fc".ToCharArray()).ArrayOf().Select(all => new string(all)).ToArbitrary(), text =>
            {
                try
                {
                    return RawPath.Parse(text) is null or { Segments.Count: > 0 };
                }
                catch (RefusedException)
                {
                    return true;
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    /// <summary>Of whole characters, those beyond the first plane included.</summary>
    private static Gen<string> Texts() =>
        Gen.Choose(1, 0x10FFFF).Where(Rune.IsValid).Select(code => new Rune(code).ToString()).ArrayOf().Select(string.Concat);
}
