namespace Cacl.Learning;

/// <summary>Which keys are the negatives of CACL's positive pairs.</summary>
public enum CaclNegatives
{
    /// <summary>
    /// One queue holds the keys of both momentum encoders, and all pairs share the negatives of the CNN's query. The paper's
    /// form. With small networks it collapses: the transformer's own pair meets no negative that depends on its anchor.
    /// </summary>
    Shared,

    /// <summary>
    /// A queue for each architecture. A pair's anchor meets the keys of the architecture that its positive comes from.
    /// </summary>
    PerArchitecture,

    /// <summary>
    /// As <see cref="PerArchitecture"/>; and the pair (q, tq), both sides of which learn, is contrasted from each of them in turn: the CNN's
    /// query among the transformer's keys, and the transformer's query among the CNN's keys, while the other side stays as it is. So nothing
    /// is drawn to another vector that is not also driven from the keys around it.
    /// </summary>
    EachSide,
}
