namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>With what a login was made.</summary>
internal enum SightedBy
{
    New,

    /// <summary>Anything else: the old token, a password, a token that is gone.</summary>
    Old,

    /// <summary>A token of which the history does not tell yet which it is: ask again later. None once <see cref="New"/> is told.</summary>
    Undecided,
}
