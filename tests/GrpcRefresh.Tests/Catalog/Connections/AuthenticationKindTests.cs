using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class AuthenticationKindTests
{
    [Theory]
    [InlineData("", false, AuthenticationKind.Password)]
    [InlineData("Username Password", false, AuthenticationKind.Password)]
    [InlineData("username-password", true, AuthenticationKind.Password)]
    [InlineData("auth-user-pass", false, AuthenticationKind.Password)]
    [InlineData("AUTH_USER_PASS", false, AuthenticationKind.Password)]
    [InlineData("", true, AuthenticationKind.Oauth)]
    [InlineData("oauth", false, AuthenticationKind.Oauth)]
    [InlineData("OAuth-2", false, AuthenticationKind.Oauth)]
    [InlineData("auth-oauth", true, AuthenticationKind.Oauth)]
    [InlineData("auth-keypair", false, AuthenticationKind.KeyPair)]
    [InlineData("Key Pair", false, AuthenticationKind.KeyPair)]
    [InlineData("auth-none", false, AuthenticationKind.None)]
    [InlineData("AD Service Principal", false, AuthenticationKind.Other)]
    [InlineData("auth-user", false, AuthenticationKind.Other)]
    [InlineData("username", false, AuthenticationKind.Other)]
    [InlineData("-", false, AuthenticationKind.Password)]
    public void Each_word_is_taken_for_a_kind(string word, bool managedKeychain, AuthenticationKind kind) =>
        Assert.Equal(kind, AuthenticationKinds.Of(word, managedKeychain));
}
