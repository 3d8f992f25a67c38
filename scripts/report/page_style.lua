-- What pages look like as HTML: on a screen, light or dark, at any width, and on paper.

local palette = require "report.palette"

local page_style = {}

local SHEET <const> = [[
* { box-sizing: border-box; }
html { background: $paper; color: $ink; font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  -webkit-text-size-adjust: 100%; }
body { margin: 0; }
main { overflow-wrap: break-word; max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; }
h1 { font-size: 2rem; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; margin: 3rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h4, h5, h6 { font-size: 1rem; margin: 1.25rem 0 .35rem; }
p, ul, dl, table { margin: .5rem 0 1rem; }
p, li, dd { max-width: 46rem; }
a { color: $link; text-underline-offset: .15em; }
:focus-visible { outline: 3px solid $accent; outline-offset: 2px; }
.part { margin-top: 5rem; }
.note, figcaption, caption { color: $soft; font-size: .92rem; }
caption { text-align: start; padding-bottom: .35rem; }
.better { color: $better; } .worse { color: $worse; } .doubt { color: $doubt; } .bad { color: $bad; }
.wide { overflow-x: auto;
  background: linear-gradient(to right, $paper 40%, transparent) left / 2.5rem 100% no-repeat local,
  linear-gradient(to left, $paper 40%, transparent) right / 2.5rem 100% no-repeat local,
  linear-gradient(to right, $line, transparent) left / 1rem 100% no-repeat scroll,
  linear-gradient(to left, $line, transparent) right / 1rem 100% no-repeat scroll; }
table { border-collapse: collapse; }
.wide > table { min-width: min(100%, 30rem); }
.wide > table:not(.stacks) > tbody > tr > th { position: sticky; inset-inline-start: 0; background: $paper;
  z-index: 1; }
.wide > table:not(.stacks, .heat) > tbody > tr > th { min-width: 8em; max-width: 24rem; overflow-wrap: anywhere; }
th, td { text-align: start; vertical-align: top; padding-block: .25rem .35rem; padding-inline: 0 1rem; border-bottom: 1px solid $line; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th, thead td { color: $soft; font-size: .9rem; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
th.whole, td.whole { white-space: nowrap; }
thead th:where(:not(.whole)):is(:lang(zh), :lang(ja)) { min-width: 4.4em; text-wrap-style: balance; }
.facts td { overflow-wrap: anywhere; }
.facts th { font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
[dir=rtl] :is(td.number, summary .figure, summary .change) { unicode-bidi: plaintext; text-align: left; }
td.number { white-space: nowrap; }
td.drawn { vertical-align: middle; min-width: 7rem; }
td.drawn svg { display: block; }
dt { font-weight: 600; margin-top: .6rem; overflow-wrap: anywhere; }
dd { margin: 0; margin-inline-start: 1.25rem; overflow-wrap: anywhere; }
.formula { margin: .5rem 0 1rem; margin-inline-start: 1.25rem; }
.formula > *, code { direction: ltr; unicode-bidi: isolate; }
.formula { line-height: 1.7; }
.formula i { font-family: "Noto Serif", "DejaVu Serif", Georgia, serif; }
.formula .fraction { display: inline-flex; flex-direction: column; vertical-align: middle; text-align: center;
  max-width: 100%; line-height: 1.35; margin: .15rem .1rem; }
.formula .fraction > .above { border-bottom: 1px solid $ink; padding: 0 .35rem .1rem; }
.formula .fraction > .below { padding: .1rem .35rem 0; }
.formula .root { border-top: 1px solid $ink; }
.formula .cases { display: inline-flex; flex-direction: column; vertical-align: middle; border: solid $soft;
  border-width: 0 0 0 2px; border-radius: .5rem; text-align: start;
  padding-left: .6rem; margin: .15rem 0; max-width: 100%; }
.formula .case { line-height: 1.5; }
.formula .condition { color: $soft; }
.formula code, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em;
  white-space: pre-wrap; overflow-wrap: anywhere; }
nav ul { columns: 18rem; padding-inline-start: 1.2rem; }
nav li { break-inside: avoid; font-size: .95rem; line-height: 1.65; }
figure { margin: 1rem 0 1.5rem; }
svg { max-width: 100%; height: auto; direction: ltr; }
figure svg { display: block; width: 100%; }
.narrow-only { display: none; max-width: 27.5rem; }
.paper-only { display: none; }
.keys { list-style: none; padding: 0; margin: .5rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem;
  font-size: .9rem; color: $soft; }
.keys li { min-width: 0; overflow-wrap: anywhere; }
.keys svg { width: auto; vertical-align: -2px; display: inline; }
.headline { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 2rem; margin: 1.25rem 0 1rem; }
.headline p { flex: 1 1 18rem; font-size: 1.15rem; margin: 0; }
.headline .figure { flex: 0 1 auto; max-width: 100%; font-size: 1.15rem; color: $soft; }
.headline .figure strong { color: $accent; line-height: 1;
  font-size: min(var(--most, 4.5rem), (min(100vw, 60rem) - 2.5rem) / var(--letters) / .72); letter-spacing: -.03em; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 2.5rem; }
.beside table { width: 100%; }
.beside h3 { margin-top: .75rem; }
details { border-bottom: 1px solid $line; }
details > summary { display: flex; align-items: baseline; gap: .25rem 1rem; padding: .45rem .25rem; cursor: pointer;
  list-style: none; }
details > summary::-webkit-details-marker { display: none; }
details > summary::before { content: "\25B8"; color: $soft; flex: none; width: .9em; }
[dir=rtl] details > summary::before { content: "\25C2"; }
details[open] > summary::before, [dir=rtl] details[open] > summary::before { content: "\25BE"; }
summary:hover { background: $panel; }
summary .name { flex: 1 1 0; min-width: 0; overflow-wrap: anywhere; }
summary .figure { font-weight: 600; min-width: 3.5rem; text-align: end; font-variant-numeric: tabular-nums; }
summary .change { min-width: 4.5rem; text-align: end; font-size: .9rem; font-variant-numeric: tabular-nums; }
summary .share { min-width: 8rem; text-align: end; font-size: .9rem; color: $soft; }
summary .drawn { flex: 0 0 7rem; align-self: center; }
summary .drawn svg { display: block; }
details.level1 > summary .name { font-weight: 600; font-size: 1.08rem; }
details.level2 > summary .name { font-weight: 600; }
details > .inside { padding-block-end: .5rem; padding-inline-start: 1.15rem; }
details:target > summary { background: $panel; }
@media (max-width: 56rem) { th, td { padding-inline-end: .6rem; } }
@media (max-width: 40rem) {
  .broad-only { display: none; } .narrow-only { display: block; }
  main { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  nav a { display: inline-block; padding-block: .3rem; vertical-align: top; }
  nav li { line-height: 2.1; } nav li a { line-height: 1.5; }
  .headline .figure strong { --most: 3.5rem; }
  summary .drawn, summary .share, .spare { display: none; }
  details > .inside { padding-inline-start: .6rem; }
  details > summary { gap: .1rem .5rem; }
}
@media (max-width: 24rem) {
  details > summary:has(.figure) { flex-wrap: wrap; justify-content: end; }
  summary:has(.figure) .name { flex-basis: calc(100% - 1.6rem); }
}
@media print {
  @page { margin: 16mm 14mm; }
  html { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav, .on-screen { display: none; }
  .part { break-before: page; }
  a { color: inherit; text-decoration: none; }
  h1, h2, h3, h4, h5, h6, summary { break-after: avoid; break-inside: avoid; }
  .note:has(+ .wide), p:has(+ .wide), p:has(+ figure), caption { break-after: avoid; }
  figure, tr, dt, .headline { break-inside: avoid; }
  figure svg { max-height: 225mm; }
  .paper-only { display: block; } figure:has(> .paper-only) { break-inside: auto; }
  figure:has(> .paper-only) > .narrow-only { display: none; }
  .wide { overflow: visible; background: none; }
  tbody th, td:not(.number) { overflow-wrap: anywhere; } tbody th { min-width: 8em; }
  details > summary::before { content: none; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  svg, .shade, summary { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
]]

function page_style.sheet()
    return (":root{color-scheme:light dark;%s}\n@media screen and (prefers-color-scheme:dark){:root{%s}}\n"):format(
        palette.variables(palette.light), palette.variables(palette.dark)) .. palette.by_variables(SHEET)
end

return page_style
