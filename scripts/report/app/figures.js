// Figures to be filled in, by indicator, as the workbook has them.

const MISSING = "";

function textOf(input) {
    const changed = changesOf(app.unit).get(input);
    return changed ?? app.observed.get(input)?.text ?? MISSING;
}

// Beside a field: what is wrong with it, what is odd, or what was reported.
function showFinding(field, finding) {
    const note = $(`${field.id}-note`);
    const text = finding.error ?? finding.warning ?? "";
    note.textContent = text;
    note.className = `finding ${finding.error ? "bad" : "doubt"}`;
    if (finding.error)
        field.setAttribute("aria-invalid", "true");
    else
        field.removeAttribute("aria-invalid");
    if (finding.error)
        announce(text);
}

function fieldFor(input, id) {
    const attributes = { id, name: input.name, "aria-describedby": `${id}-note` };
    const value = textOf(input.name);
    const change = (field, text) => showFinding(field, changeFigure(input.name, text));
    if (input.kind === "flag" || (input.kind === "choice" && !input.many)) {
        const answers = input.kind === "flag" ? ["yes", "no"] : input.options;
        const all = [MISSING, ...answers, ...(input.may_be_na ? ["NA"] : [])];
        if (!all.includes(value))
            all.push(value);
        return h("select", { ...attributes, change: ({ target }) => change(target, target.value) },
            all.map((answer) => h("option", { value: answer, selected: answer === value }, content.answers[answer] ?? answer)));
    }
    return h("input", { ...attributes, type: "text", autocomplete: "off", value,
        inputmode: input.kind === "choice" ? "text" : "decimal", input: ({ target }) => change(target, target.value) });
}

function wants(input) {
    const parts = [content.kinds[input.kind] ?? input.kind];
    if (input.unit)
        parts.push(input.unit);
    if (input.kind === "choice" && input.many)
        parts.push(input.options.join(" | "));
    if (input.min !== undefined && input.max !== undefined)
        parts.push(`${input.min} … ${input.max}`);
    return parts.join(", ");
}

function figureRow(input) {
    const id = `figure-${input.name}`;
    const field = fieldFor(input, id);
    return h("div", { class: "asked" },
        h("label", { for: id }, input.label || input.name, h("small", {}, ` ${wants(input)}`)), field,
        h("p", { class: "finding", id: `${id}-note` }));
}

// --- records ------------------------------------------------------------------------------------

function recordRows(input) {
    return recordsOf(app.unit).get(input.name) ?? app.scores.recordCells(app.unit, input.name, input.columns.map(({ name }) => name));
}

function recordsTable(input) {
    const rows = recordRows(input).map((row) => [...row]);
    const apply = settled(() => changeRecords(input.name, rows), 300);
    const line = (row, number) => h("tr", {}, row.map((text, i) => h("td", {}, h("input", { type: "text", value: text,
        "aria-label": `${input.columns[i].label || input.columns[i].name}, ${number + 1}`,
        input: ({ target }) => { row[i] = target.value; apply(); } }))),
        h("td", {}, h("button", { type: "button", "aria-label": say("remove_row", { n: number + 1 }),
            click: () => { rows.splice(rows.indexOf(row), 1); body.replaceChildren(...rows.map(line)); apply(); } }, "×")));
    const body = h("tbody", {}, rows.map(line));
    return h("div", { class: "asked records" }, h("p", {}, input.label || input.name),
        h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": input.label || input.name }, h("table", {},
            h("thead", {}, h("tr", {}, input.columns.map((column) => h("th", { scope: "col" }, column.label || column.name)), h("td", {}))),
            body)),
        h("button", { type: "button", click: () => {
            rows.push(input.columns.map(() => ""));
            body.replaceChildren(...rows.map(line));
        } }, say("add_row")));
}

// --- all of them --------------------------------------------------------------------------------

function showIndicator(mark) {
    const row = app.rows.get(mark.dataset.indicator);
    mark.textContent = row?.score === null || row === undefined ? content.statuses[row?.status] ?? "" : shown(row.score);
    mark.dataset.score = row?.score ?? "";
}

function showRules() {
    const issues = app.session.issues();
    $("rules").hidden = issues.length === 0;
    $("rules").replaceChildren(...issues.map((issue) => h("li", {}, issue.message)));
}

function showFigures() {
    app.observed = new Map(app.data.observations(app.unit).map((one) => [one.input, one]));
    const asked = new Set();
    const blocks = [];
    for (const node of app.nodes) {
        if (node.kind === "group" && node.depth > 0)
            blocks.push(h(`h${Math.min(node.depth + 1, 5)}`, { class: "group" }, labelOf(node)));
        if (node.kind !== "indicator")
            continue;
        const inputs = app.pack.indicator(node.code).inputs.map((name) => app.inputs.get(name));
        const open = inputs.filter((input) => input && !asked.has(input.name));
        open.forEach((input) => asked.add(input.name));
        blocks.push(h("section", { class: "indicator", "aria-label": node.code },
            h("p", { class: "name" }, h("button", { class: "link", click: () => explainNode(node.code) }, labelOf(node)),
                h("output", { "data-indicator": node.code })),
            open.map((input) => (input.kind === "records" ? recordsTable(input) : figureRow(input)))));
    }
    $("figures").replaceChildren(...blocks);
}
