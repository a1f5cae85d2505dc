using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>An expected refusal, on its way to Tableau's error envelope.</summary>
internal sealed class RestRefusal(int status, string code, string summary, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public RestAnswer ToAnswer() => new(status, Xml.Element(
        "error",
        Xml.Attribute("code", code),
        Xml.Element("summary", summary),
        Xml.Element("detail", Message)));
}
