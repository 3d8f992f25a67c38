-- What of the app no other page has; $name is a colour of the palette.

local palette = require "report.palette"

local app_style = {}

local SHEET <const> = [[
main.app { max-width: 78rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[hidden] { display: none !important; }
button, select, input, textarea, .button { font: inherit; color: $ink; background: $paper; border: 1px solid $peer;
  border-radius: .35rem; padding: .3rem .6rem; min-height: 2.25rem; }
select { max-width: 100%; }
button, .button { cursor: pointer; background: $panel; }
.button:focus-within { outline: 3px solid $accent; outline-offset: 2px; }
button.link { background: none; border: 0; padding: 0; min-height: 1.5rem; color: $link; text-align: start;
  text-decoration: underline; text-underline-offset: .15em; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 1rem 0; }
.split { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 0 2.5rem; align-items: start; }
.scores { position: sticky; top: 1rem; background: $panel; border-radius: .6rem; padding: 1rem 1.25rem;
  max-height: calc(100vh - 2rem); overflow-y: auto; }
.scores h2 { margin: 0; font-size: 1rem; }
.scores #index { display: flex; flex-direction: column; }
.scores #index strong { font-size: 3.5rem; line-height: 1.1; color: $accent; letter-spacing: -.03em; }
.scores details { border: 0; margin-block-start: .5rem; }
.scores table { width: 100%; margin: .25rem 0 .75rem; }
#which { display: flex; flex-wrap: wrap; gap: .5rem; min-width: 0; }
#which > span { display: flex; align-items: center; gap: .5rem; min-width: 0; }
#which :is(select, input) { min-width: 0; }
.scores .depth2 th { padding-inline-start: .9rem; }
.scores .better { color: $better; } .scores .worse { color: $worse; }
[role=tablist] { display: flex; flex-wrap: wrap; gap: .25rem; border-bottom: 1px solid $line; margin-bottom: 1rem; }
[role=tab] { border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; }
[role=tab][aria-selected=true] { border-bottom-color: $accent; font-weight: 600; color: $accent; }
.indicator { margin: 1.25rem 0; }
.indicator .name { display: flex; justify-content: space-between; gap: 1rem; font-weight: 600; margin: 0;
  max-width: none; }
.asked { display: grid; grid-template-columns: minmax(0, 1fr) 11rem; gap: 0 1rem; align-items: center;
  padding: .35rem 0; border-bottom: 1px solid $line; }
.asked small { color: $soft; }
.asked > input, .asked > select { width: 100%; }
.asked > input[type=text] { text-align: end; }
.asked [aria-invalid] { border: 2px solid $bad; }
.asked.weight { grid-template-columns: minmax(0, 1fr) 11rem 4rem; }
.asked.records { display: block; }
.asked.records input { width: 100%; min-width: 7rem; }
.finding { grid-column: 1 / -1; margin: 0; font-size: .92rem; max-width: none; }
.finding:empty { display: none; }
input[type=range] { accent-color: $accent; padding: 0; }
textarea { width: 100%; font: .9rem/1.45 ui-monospace, "DejaVu Sans Mono", monospace; resize: vertical; tab-size: 4; }
#issues-box { margin-block-end: 1rem; }
#now { display: none; }
#busy { position: fixed; inset-block-end: 1rem; inset-inline-start: 50%; transform: translateX(-50%); margin: 0;
  background: $panel; border: 1px solid $peer; border-radius: .6rem; padding: .5rem 1rem; z-index: 2; }
[dir=rtl] #busy { transform: translateX(50%); }
#messages { list-style: none; padding: 0; }
@media (max-width: 56rem) {
  .split { grid-template-columns: minmax(0, 1fr); }
  .scores { grid-row: 1; position: static; max-height: none; margin-bottom: 1rem; }
  #now { display: block; position: fixed; inset-block-end: .75rem; inset-inline-end: .75rem; margin: 0; z-index: 1;
    font-weight: 600; background: $panel; border: 1px solid $peer; border-radius: .6rem; padding: .35rem .75rem; }
  main.app { padding-block-end: 6rem; }
}
@media (max-width: 30rem) {
  .asked, .asked.weight { grid-template-columns: minmax(0, 1fr); gap: .25rem 0; }
}
]]

function app_style.sheet()
    return palette.by_variables(SHEET)
end

return app_style
