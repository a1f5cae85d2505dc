namespace GrpcRefresh.Server.Tableau;

/// <summary>Makes what carries the requests to a server; tests put a listener of their own here.</summary>
internal delegate HttpMessageHandler TableauHandlerFactory(TableauServerOptions server);
