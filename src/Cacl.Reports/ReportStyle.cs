namespace Cacl.Reports;

/// <summary>The style sheet of the report.</summary>
internal static class ReportStyle
{
    /// <summary>Colours are named once, for light and for dark; everything below uses the names.</summary>
    internal const string Sheet = """
        :root{color-scheme:light dark;--page:#f9f9f7;--plate:#fff;--ink:#111110;--soft:#52514e;--faint:#7c7b76;--grid:#e4e3dd;--track:#ebeae5;--accent:#2a78d6;--raw:#a9c9ef;--good:#0b7a3b;--bad:#c0332f;--warn:#fff3d6;
        --s0:#2a78d6;--s1:#eb6834;--s2:#1baf7a;--s3:#4a3aa7;--s4:#eda100;--s5:#e87ba4;--s6:#008300;--s7:#e34948}
        @media (prefers-color-scheme:dark){:root{--page:#121211;--plate:#1b1b1a;--ink:#f5f5f2;--soft:#c3c2b7;--faint:#96948c;--grid:#2e2e2b;--track:#2a2a28;--accent:#4a94ea;--raw:#2b4a6d;--good:#4cc27c;--bad:#f0807b;--warn:#3a2f12;
        --s0:#3987e5;--s1:#d95926;--s2:#199e70;--s3:#9085e9;--s4:#c98500;--s5:#d55181;--s6:#2f9a2f;--s7:#e66767}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
        main{max-width:1080px;margin:0 auto;padding:48px 24px 96px}
        h1{font-size:30px;line-height:1.2;letter-spacing:-.015em;font-weight:650;margin:0}
        h2{font-size:20px;line-height:1.3;letter-spacing:-.01em;font-weight:650;margin:56px 0 6px}
        h3{font-size:15px;font-weight:600;margin:24px 0 8px}
        h3 span,figcaption span,caption span{color:var(--faint);font-weight:400;font-size:13px;margin-left:6px}
        p{margin:0 0 16px;color:var(--soft);max-width:72ch}
        .lead{font-size:17px;margin-top:10px}
        .notice{background:var(--warn);color:var(--ink);padding:10px 14px;border-radius:6px;margin-top:16px}
        figure{margin:0}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px;width:100%}
        th,td{padding:7px 12px 7px 0;text-align:left;border-bottom:1px solid var(--grid);vertical-align:baseline}
        th{font-weight:500}
        thead th,thead td{color:var(--faint);font-size:13px;font-weight:400}
        .n{text-align:right}
        .strong{font-weight:650}
        .path{overflow-wrap:anywhere}
        .numbers th small{display:block;color:var(--faint);font-weight:400;font-size:12.5px}
        .numbers td:last-child{padding:7px 0 7px 20px;width:230px;vertical-align:middle}
        .numbers .key{white-space:nowrap;font-size:12px}
        .k{display:inline-block;margin:0 4px 0 8px;vertical-align:-1px}
        .k:first-child{margin-left:0}
        .k.trained{width:12px;height:8px;border-radius:2px;background:var(--accent);vertical-align:0}
        .k.untrained{width:0;height:12px;border-left:2px solid var(--ink)}
        .k.chance{width:0;height:12px;border-left:2px dotted var(--faint)}
        .bar{display:block}
        .bar .track{fill:var(--track)}.bar .trained{fill:var(--accent)}
        .bar .untrained{stroke:var(--ink);stroke-width:2}.bar .chance{stroke:var(--faint);stroke-width:2;stroke-dasharray:2 2}
        .facts{display:flex;flex-wrap:wrap;gap:12px 40px;margin:28px 0 0}
        .facts dt{color:var(--faint);font-size:13px}.facts dd{margin:0;font-size:17px;font-weight:600;font-variant-numeric:tabular-nums}
        .query{display:grid;grid-template-columns:148px 1fr;gap:0 28px;padding:20px 0;border-top:1px solid var(--grid)}
        .query h3{font-size:12.5px;font-weight:500;color:var(--faint);margin:0 0 6px}
        @media (min-width:641px){.asked:has(+.answers h3){padding-top:25px}}
        .answers{min-width:0}
        .neighbours{list-style:none;display:flex;gap:12px;margin:0 0 14px;padding:0 0 2px;overflow-x:auto}
        .neighbours:last-child{margin-bottom:0}
        .neighbours li{flex:0 0 124px;min-width:0}
        .query img,.blank{display:block;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:5px;background:var(--track)}
        .neighbours img,.neighbours .blank{border-bottom:4px solid var(--grid)}
        .right img,.right .blank{border-bottom-color:var(--good)}.wrong img,.wrong .blank{border-bottom-color:var(--bad)}
        .query figcaption{font-size:12.5px;line-height:1.35;margin-top:5px;color:var(--faint)}
        .query figcaption b{display:block;color:var(--ink);font-weight:600}
        .query figcaption b,.query figcaption span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;display:block;margin:0;font-size:12.5px}
        .similarity{margin:0;font-size:12.5px;color:var(--soft);font-variant-numeric:tabular-nums}
        .right .mark{color:var(--good);font-weight:700}.wrong .mark{color:var(--bad);font-weight:700}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:28px 32px}
        .map{display:block;width:100%;margin-top:8px}
        .plate{fill:var(--plate);stroke:var(--grid)}
        .map g,.legend g{stroke:var(--plate);stroke-width:1}
        .s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}.s5{fill:var(--s5)}.s6{fill:var(--s6)}.s7{fill:var(--s7)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:14px 0 0;font-size:13px;color:var(--soft)}
        .legend li{display:flex;align-items:center;gap:6px}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:20px 28px}
        .line{display:block;width:100%;margin-top:4px}
        .line .grid{stroke:var(--grid)}
        .line text{fill:var(--faint);font-size:11px;font-variant-numeric:tabular-nums}
        .line path{fill:none;stroke-linejoin:round;stroke-linecap:round}
        .raw{stroke:var(--raw);stroke-width:1}.mean{stroke:var(--accent);stroke-width:2}.end{fill:var(--accent);stroke:var(--page);stroke-width:1.5}
        details{margin:14px 0 0}
        summary{cursor:pointer;color:var(--soft);font-size:13.5px}
        .confusion{table-layout:fixed;max-width:520px;margin-top:4px}
        .confusion caption{text-align:left;padding-bottom:8px}
        .confusion caption span{display:block;margin:0}
        .confusion th,.confusion td{text-align:center;padding:0;height:34px;border:2px solid var(--page);font-size:12.5px;vertical-align:middle}
        .confusion th:first-child{width:52px;line-height:1.2}
        .confusion th{color:var(--faint);font-weight:400}
        .confusion tbody .n{color:var(--faint)}
        .cell{background:color-mix(in srgb,var(--accent) var(--share),var(--track))}
        .cell.dark{color:#fff}
        .cell.diagonal{font-weight:700}
        .heat{display:block;width:100%;margin-top:8px}
        .heat rect{fill:var(--accent)}.heat .plate{fill:var(--plate)}.heat text{fill:var(--faint);font-size:11px}.heat .own{fill:var(--ink)}
        .settings th{width:34%;color:var(--soft);font-weight:400}
        @media (max-width:640px){main{padding:28px 16px 64px}.query{grid-template-columns:1fr}.asked{max-width:148px;padding:0 0 12px}.numbers td:last-child{display:none}}
        @media print{body{background:#fff}.query,figure{break-inside:avoid}}

        """;
}
