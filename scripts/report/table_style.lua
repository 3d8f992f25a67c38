-- What tables with more to them look like: cells as dark as their scores, heads that are turned, heads that sort. On
-- paper heads have no buttons as boxes: Chromium does not repeat heads with something in them that takes focus.

local palette = require "report.palette"

local style = {}

local SHEET <const> = [[
.heat { border-collapse: separate; border-spacing: 1px; font-size: .85rem; width: 100%; }
.heat th, .heat td { padding: .1rem .3rem; border: 0; }
.heat thead th { font-size: .85rem; text-align: center; min-width: 2.4rem; }
.heat tbody th { text-align: start; line-height: 1.25; min-width: 16rem; max-width: 26rem; position: sticky; inset-inline-start: 0;
  background: $paper; z-index: 1; }
.heat tbody td { text-align: center; vertical-align: middle; font-variant-numeric: tabular-nums; }
.heat th strong { font-weight: 600; }
.heat .turned { vertical-align: bottom; padding: .3rem 0; }
.heat .turned span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 14rem; }
.heat .upright span { transform: none; text-orientation: upright; }
.heat td.empty { background: repeating-linear-gradient(-45deg, $paper 0 4px, $axis 4px 6px); color: $ink; }
@media (min-width: 48rem) { td.drawn.broad { min-width: 15rem; } }
.on_low { color: $on_low; } .on_high { color: $on_high; }
.sorts th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: inherit;
  cursor: pointer; text-decoration: underline dotted; text-underline-offset: .2em; }
.sorts th[aria-sort] button { color: $ink; text-decoration: none; }
.sorts th[aria-sort="ascending"] button::after { content: " \25B4"; }
.sorts th[aria-sort="descending"] button::after { content: " \25BE"; }
.filter input { font: inherit; color: $ink; background: $paper; border: 1px solid $peer; border-radius: .25rem;
  padding: .3rem .5rem; width: min(100%, 20rem); }
.filter { max-width: none; }
@media screen and (max-width: 56rem) {
  .wide:has(> .heat) { overflow: visible; background: none; }
  .heat, .heat :is(caption, thead, tbody) { display: block; }
  .heat tr { display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); gap: 1px; }
  .heat thead { position: sticky; top: 0; background: $paper; z-index: 1; }
  .heat thead .names { display: none; }
  .heat thead th { min-width: 0; padding: .3rem 0; }
  .heat tbody th { grid-column: 1 / -1; min-width: 0; max-width: none; position: static; padding: .4rem 0 .1rem; }
  .heat tbody td { padding: .1rem 0; white-space: nowrap; overflow: hidden;
    font-size: clamp(.58rem, calc((100vw - 2.2rem) / var(--columns) / var(--letters) / .72), .85rem); }
}
@media screen and (max-width: 40rem) {
  .heat thead th { display: flex; justify-content: center; align-items: end; }
  .heat thead :is(.turned, .turns) span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 6.5rem;
    overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .heat thead .upright span { transform: none; text-orientation: upright; }
  @supports (grid-template-columns: subgrid) {
    .wide > .stacks { display: grid; grid-template-columns: repeat(var(--columns), auto); width: 100%; min-width: 0; }
    .stacks :is(thead, tbody, tr) { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; }
    .stacks :is(caption, .drawn:not(.spare)) { display: block; grid-column: 1 / -1; }
    .stacks :is(tbody th, .names) { display: block; grid-column: var(--names) / -1; }
    .stacks tr { border-bottom: 1px solid $line; padding-block: .15rem; }
    .stacks :is(th, td) { border-bottom: 0; padding-block: .15rem; padding-inline-end: .5rem; }
    .stacks td { white-space: normal; }
    .stacks :is(tbody th, td:not(.number)) { overflow-wrap: anywhere; }
    .stacks td.whole { white-space: nowrap; }
    .stacks thead th { min-width: auto; font-size: .8rem; hyphens: auto; hyphenate-limit-chars: 12 5 5; overflow-wrap: break-word; }
    .stacks td.drawn svg { width: 100%; max-width: 15rem; }
  }
}
@media screen and (max-width: 24rem) {
  .stacks { font-size: .92rem; }
  .stacks :is(th, td) { padding-inline-end: .3rem; }
}
@media print {
  .heat, .heat thead th { font-size: 7pt; } .heat tbody th { min-width: 0; position: static; line-height: 1.1; }
  .heat thead th { min-width: 0; }
  .many { font-size: 7.5pt; } .most { font-size: 5.5pt; }
  .wide > :is(.many, .most) { min-width: 0; } :is(.many, .most) tbody th { min-width: 4em; }
  .sorts th button { display: contents; }
  .many :is(th, td) { padding-inline-end: .5em; } .most :is(th, td) { padding-inline-end: .35em; }
  :is(.many, .most) thead :is(th, td) { font-size: inherit; }
  .heat td { white-space: nowrap; }
  .wide:has(> .heat):not(:has(tbody tr:nth-child(30))) { break-inside: avoid; }
  .heat tbody tr:nth-child(-n+3) { break-after: avoid; } .heat tbody tr:nth-last-child(-n+3) { break-before: avoid; }
  .heat td, .heat th { padding: 0 .1rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
]]

local function shades()
    local rules = {}
    for i = 0, palette.SHADES - 1 do
        rules[#rules + 1] = ("td.shade%d { background: $shade%d; }"):format(i, i)
    end
    for i = 0, 4 do
        rules[#rules + 1] = ("td.below%d { background: $below%d; }"):format(i, i)
    end
    return table.concat(rules, "\n") .. "\n"
end

function style.sheet()
    return palette.by_variables(SHEET .. shades())
end

return style
