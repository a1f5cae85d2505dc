using GrpcRefresh.Bench;

var known = new Dictionary<string, Func<Task<IReadOnlyList<Row>>>>
{
    ["throughput"] = Throughput.MeasureAsync,
    ["watchers"] = Watchers.MeasureAsync,
    ["start"] = StartUp.MeasureAsync,
    ["requests"] = Requests.MeasureAsync,
};
var chosen = args.Length == 0 ? [.. known.Keys] : args;
if (chosen.Except(known.Keys).Any())
{
    await Console.Error.WriteLineAsync($"usage: dotnet run -c Release --project bench/GrpcRefresh.Bench [-- {string.Join(' ', known.Keys.Select(name => $"[{name}]"))}]");
    return 2;
}

Console.WriteLine("| measure | result | beside | ratio | target | met |");
Console.WriteLine("|---|---|---|---|---|---|");
var met = true;
foreach (var name in chosen)
{
    foreach (var row in await known[name]())
    {
        Console.WriteLine(row);
        met &= row.Met != false;
    }
}

return met ? 0 : 1;
