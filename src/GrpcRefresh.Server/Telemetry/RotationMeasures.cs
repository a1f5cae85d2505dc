using System.Diagnostics.Metrics;
using GrpcRefresh.V1;
using static GrpcRefresh.Server.Telemetry.ServiceMeter;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Measures rotations, beyond what is measured of every job.</summary>
internal sealed class RotationMeasures(ServiceMeter meter)
{
    private readonly Counter<long> _steps = meter.Counter(Measures.RotationSteps);

    public void Ended(RotationStepState state, ProofLevel proof) =>
        _steps.Add(1, Tag(MeasureTags.StepState, Words.Of(state)), Tag(MeasureTags.Proof, Words.Of(proof)));

    public void ObserveSecrets(Func<int> stored, Func<bool> isUnwiped)
    {
        meter.Gauge(Measures.SecretsStored, () => stored());
        meter.Gauge(Measures.SecretsUnwiped, () => isUnwiped() ? 1 : 0);
    }
}
