namespace GrpcRefresh.FunctionalTests.Faults;

public sealed class FaultMatrixTests(MatrixRun run) : IClassFixture<MatrixRun>
{
    public static TheoryData<string> Cells => [.. FaultMatrix.Cells.Select(cell => cell.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Under_every_fault_each_route_behaves_as_the_table_says(string cell) =>
        Assert.Equal(FaultMatrix.Cells.Single(row => row.Name == cell).Expected, await run.OutcomeOfAsync(cell));
}
