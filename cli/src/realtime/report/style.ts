import { DARK, LIGHT, type Colours } from './plots/colours';

const variables = (colours: Colours): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Dark where the reader's screen is; paper is always light. Measures are in rem, so that a larger font makes all of it larger. */
export const STYLE = `
:root{color-scheme:light;${variables(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${variables(DARK)}}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:50rem;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
header,footer{color:var(--muted);font-size:.875rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;margin-bottom:1rem}
header strong{color:var(--ink)}
section{margin:0 0 2.75rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:clamp(1.3rem,1rem + 1.9vw,1.85rem);font-weight:650;letter-spacing:-.01em;margin:.6rem 0 1rem}
h2{font-size:1.25rem;margin-bottom:.75rem}
h3{font-size:1rem;margin:1.75rem 0 .75rem}
p{margin:.5rem 0}
code,pre{font-family:ui-monospace,"SF Mono","DejaVu Sans Mono",Menlo,monospace;font-size:.875em}
pre{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.75rem 1rem;white-space:pre-wrap}
.verdict{background:var(--card);border:1px solid var(--line);border-left:.4rem solid var(--tone);border-radius:.5rem;padding:1.1rem 1.25rem 1.25rem}
.good{--tone:var(--good)}.close{--tone:var(--close)}.bad{--tone:var(--deadline)}.unknown{--tone:var(--muted)}
.badge{color:var(--tone);font-weight:650;margin:0}
.badge span{display:inline-block;width:1.5em;height:1.5em;line-height:1.5em;text-align:center;border-radius:50%;border:2px solid;margin-right:.25rem}
.remarks{margin:1rem 0 0;padding-left:1.1rem;color:var(--muted);font-size:.9375rem}
.remarks li{margin:.25rem 0}
.notice{border:1px solid var(--close);border-radius:.5rem;background:var(--card);padding:.75rem 1rem;margin:0 0 1.25rem}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem 1.25rem;margin:1rem 0 0}
dl{margin:0}dd{margin:0}dt{color:var(--muted);font-size:.8125rem}
.key dd{font-weight:600;font-variant-numeric:tabular-nums}
.facts div{padding:.4rem 0;border-top:1px solid var(--line)}
figure{margin:0}
figcaption{color:var(--muted);font-size:.875rem;margin-top:.35rem}
svg{display:block;max-width:100%;height:auto;font-variant-numeric:tabular-nums}
.wide svg,.many svg{width:100%}.narrow{display:none}
.many{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:1rem 1.25rem}
.many figcaption{margin:0;color:var(--ink)}
.many figure{break-inside:avoid}
details{margin:.75rem 0}
summary{cursor:pointer}
summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--now);outline-offset:2px}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);padding-bottom:.35rem}
th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-top:1px solid var(--line);white-space:nowrap;vertical-align:top}
thead th{border-top:0;color:var(--muted);font-weight:500}
tbody th{font-weight:600}
.check{margin:0;border-top:1px solid var(--line)}
.checks{border-bottom:1px solid var(--line)}
.check>summary{padding:.55rem 0;list-style-position:outside;margin-left:1.1rem}
.check .found{display:block;color:var(--muted);font-size:.9375rem}
.check .more{padding:0 0 .9rem 1.1rem}
.check .more dl{display:grid;grid-template-columns:minmax(0,7.5rem) minmax(0,1fr);gap:.3rem .75rem;margin-top:.4rem}
.error{--tone:var(--deadline)}.warning,.pending{--tone:var(--close)}.ok{--tone:var(--good)}.info,.absent{--tone:var(--muted)}
.sign,.word{color:var(--tone);font-weight:650}
.sign{display:inline-block;width:1.3em;text-align:center}
.word{font-size:.8125rem;margin-right:.3rem}
.path{list-style:none;display:flex;gap:1.75rem;padding:0;margin:0 0 1.25rem}
.path li{position:relative;flex:1 1 0;min-width:0;background:var(--card);border:1.5px solid var(--muted);border-radius:.5rem;padding:.6rem .7rem}
.path li+li::before{content:"→";position:absolute;left:-1.45rem;top:50%;transform:translateY(-50%);color:var(--muted);font-size:1.1rem}
.path .weak{border-style:dashed;border-color:var(--deadline)}
.path .kind{display:block;color:var(--muted);font-size:.75rem}
.path strong{display:block;line-height:1.3}
.path .fact{display:block;font-size:.8125rem;color:var(--muted)}
@media screen and (max-width:44rem){
.wide{display:none}.narrow{display:block}.narrow svg{width:100%}
.path{flex-direction:column;gap:1.6rem}
.path li+li::before{content:"↓";left:50%;top:-1.65rem;transform:translateX(-50%)}
.verdict{padding:.9rem .9rem 1rem}
.check .more dl{grid-template-columns:minmax(0,1fr)}.check .more dt{margin-top:.35rem}
}
@media print{
@page{size:A4;margin:14mm}
:root{--paper:#fff}
html{font-size:10pt}
body{max-width:none;padding:0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
h2,h3{break-after:avoid}figure,.verdict,.path,tr,.check{break-inside:avoid}
details:not(.quiet)::details-content{content-visibility:visible;height:auto}
.quiet{display:none}
}
`.replaceAll('\n', '');
