return await GrpcRefresh.Cli.GrpcRefreshTool.RunAsync(args);
