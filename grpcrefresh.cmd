@echo off
rem The command line tool, built from this tree: grpcrefresh --help
dotnet build "%~dp0src\GrpcRefresh.Cli" -c Release -nologo -v quiet 1>&2 || exit /b 1
dotnet "%~dp0src\GrpcRefresh.Cli\bin\Release\net10.0\grpcrefresh.dll" %*
