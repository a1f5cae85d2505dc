using System.Text;
using GrpcRefresh.Simulation.Rest;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class RequestBodyTests
{
    private const string Bulk =
        "<tsRequest><connectionLUIDs><connectionLUID>a</connectionLUID><connectionLUID>b</connectionLUID></connectionLUIDs>"
        + "<connection password=\"p\" embedPassword=\"true\" /></tsRequest>";

    [Theory]
    [InlineData(Bulk)]
    [InlineData("<?xml version='1.0'?>\n<ts:tsRequest xmlns:ts='http://tableau.com/api'><ts:connectionLUIDs><ts:connectionLUID>a</ts:connectionLUID>"
        + "<ts:connectionLUID>b</ts:connectionLUID></ts:connectionLUIDs><ts:connection password='p' embedPassword='true'/></ts:tsRequest>")]
    [InlineData("""{"connectionLUIDs":{"connectionLUID":["a","b"]},"connection":{"password":"p","embedPassword":true,"userName":null}}""")]
    public void Both_languages_say_the_same(string body) =>
        Assert.Equal(Bulk, Parse(body).ToString(System.Xml.Linq.SaveOptions.DisableFormatting));

    [Theory]
    [InlineData("<tsRequest/>")]
    [InlineData(" \r\n{}")]
    public void An_empty_request_is_a_request(string body) => Assert.Empty(Parse(body).Elements());

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("refresh, please")]
    [InlineData("<tsRequest>")]
    [InlineData("<request/>")]
    [InlineData("{")]
    [InlineData("""{"a b":1}""")]
    [InlineData("<!DOCTYPE t [<!ENTITY e 'x'>]><tsRequest>&e;</tsRequest>")]
    public void What_is_not_a_request_is_malformed(string body) =>
        Assert.Equal("400000", Assert.Throws<RestRefusal>(() => Parse(body)).Code);

    private static System.Xml.Linq.XElement Parse(string body) => RequestBody.Parse(Encoding.UTF8.GetBytes(body));
}
