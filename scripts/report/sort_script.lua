-- The one script of pages: tables of class "sorts" get a button in each head that sorts by its column, and long ones a
-- box that leaves only the rows whose name has what is typed. Without it the table is as it is. Words that it shows are
-- in the attributes of the table, in the language of the page.

local sort_script = {}

local TEXT <const> = [[
for (const table of document.querySelectorAll("table.sorts")) {
  const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
  const parse = text => parseFloat(text.replace(/[(\u2212,]/g, c => c === "\u2212" ? "-" : c === "," ? "." : ""));
  // Numbers are [first, last]: those of "1\u20135", else twice the one that there is.
  const key = (row, at) => {
    const cell = row.cells[at], text = cell.textContent.trim();
    if (cell.dataset.score !== undefined) return [Number(cell.dataset.score), Number(cell.dataset.score)];
    if (!/^\(?[-\u2212+]?\d/.test(text)) return /^[\u2013?]?$/.test(text) ? null : text;
    const first = parse(text), last = /^\d+\u2013(\d+)/.exec(text);
    return [first, last ? Number(last[1]) : first];
  };
  const compare = (a, b, sign) => a === b ? 0 : a === null ? 1 : b === null ? -1
    : sign * (typeof a === "string" || typeof b === "string" ? String(a).localeCompare(String(b))
      : a[0] - b[0] || a[1] - b[1]);
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const last = head.getAttribute("aria-sort");
      const first = head.dataset.first ?? (head.classList.contains("number") ? "descending" : "ascending");
      const order = last ? (last === "ascending" ? "descending" : "ascending") : first;
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      const keys = new Map(rows.map(row => [row, key(row, at)]));
      rows.sort((a, b) => compare(keys.get(a), keys.get(b), order === "ascending" ? 1 : -1));
      body.append(...rows);
    });
  });
  if (table.dataset.filter) {
    const label = document.createElement("label"), box = document.createElement("input");
    const count = document.createElement("span");
    box.type = "search";
    count.setAttribute("role", "status");
    label.append(table.dataset.filter + " ", box);
    const line = document.createElement("p");
    line.className = "filter on-screen";
    line.append(label, " ", count);
    table.parentNode.before(line);
    const names = new Map(rows.map(row => [row, row.querySelector("th").textContent.toLocaleLowerCase()]));
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLocaleLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !names.get(row).includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = wanted === "" ? "" : shown + " / " + rows.length;
    });
  }
}
]]

function sort_script.element()
    return "<script>\n" .. TEXT .. "</script>"
end

return sort_script
