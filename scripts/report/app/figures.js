// Figures to be filled in, by indicator, as the workbook has them.

const MISSING = "";

// As the data have it, or as it was changed.
function textOf(input) {
    const changed = changesOf(app.unit).get(input);
    return changed ?? app.observed.get(input)?.answer ?? app.observed.get(input)?.text ?? MISSING;
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

const NUMBERS = new Set(["count", "amount", "number", "grade"]);

// Numbers may be written with the decimal sign of the language and, where that is a comma, blanks between thousands.
const WITH_COMMA = /^\s*[-+\u2212]?(\d+|\d{1,3}([ \u00a0\u202f]\d{3})+)(,\d+)?\s*$/;

function figureOf(input, text) {
    return NUMBERS.has(input.kind) && content.decimal === "," && WITH_COMMA.test(text)
        ? text.replace(/\s/g, "").replace(",", ".").replace("\u2212", "-") : text;
}

// What is said of a figure quotes it as it was typed.
function asTyped(words, figure, typed) {
    const isQuoted = (at) => /["«“]\s?$/.test(words.slice(0, at)) && /^\s?["»”]/.test(words.slice(at + figure.length));
    for (let at = words.indexOf(figure); figure !== typed && at >= 0; at = words.indexOf(figure, at + 1)) {
        if (isQuoted(at))
            return words.slice(0, at) + typed + words.slice(at + figure.length);
    }
    return words;
}

// An answer as people read it.
const answerText = (input, answer) => input.said_options?.[input.options.indexOf(answer)] ?? content.answers[answer] ?? answer;

function fieldFor(input, id) {
    const attributes = { id, name: input.name, "aria-describedby": `${id}-note` };
    const value = NUMBERS.has(input.kind) ? localized(textOf(input.name)) : textOf(input.name);
    const change = async (field, text) => {
        const figure = figureOf(input, text);
        const found = await changeFigure(input.name, figure);
        if (found && field.isConnected)
            showFinding(field, Object.fromEntries(["error", "warning"].filter((kind) => found[kind])
                .map((kind) => [kind, asTyped(found[kind], figure, text)])));
    };
    if (input.kind === "flag" || (input.kind === "choice" && !input.many)) {
        const answers = input.kind === "flag" ? ["yes", "no"] : input.options;
        const all = [MISSING, ...answers, ...(input.may_be_na ? ["NA"] : [])];
        if (!all.includes(value))
            all.push(value);
        return h("select", { ...attributes, change: ({ target }) => change(target, target.value) },
            all.map((answer) => h("option", { value: answer, selected: answer === value }, answerText(input, answer))));
    }
    return h("input", { ...attributes, type: "text", autocomplete: "off", value,
        inputmode: input.kind === "choice" ? "text" : "decimal", input: ({ target }) => change(target, target.value) });
}

function wants(input) {
    const parts = [content.kinds[input.kind] ?? input.kind];
    if (input.unit)
        parts.push(input.unit);
    if (input.kind === "choice" && input.many)
        parts.push(input.options.map((option) => (answerText(input, option) === option ? option : `${option} (${answerText(input, option)})`)).join(" | "));
    if (input.asked_if)
        parts.push(say("asked_if", { condition: input.asked_if }));
    if (input.min !== undefined && input.max !== undefined)
        parts.push(`${localized(String(input.min))} … ${localized(String(input.max))}`);
    return listed(parts);
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
    return recordsOf(app.unit).get(input.name) ?? app.cells.get(input.name);
}

// What is wrong with cells, by their rows.
function showRecordFindings(input) {
    const cellOf = (row, column) => recordRows(input)[row]?.[input.columns.findIndex(({ name }) => name === column)] ?? "";
    const findings = (app.recordFindings.get(input.name) ?? []).map((found) => {
        const text = cellOf(found.row, found.column);
        return { ...found, message: asTyped(found.message, text, localized(text)) };
    });
    const wrong = new Set(findings.map(({ row, column }) => `${row} ${column}`));
    for (const field of document.querySelectorAll(`[data-records="${input.name}"] tbody input`)) {
        if (wrong.has(field.dataset.cell))
            field.setAttribute("aria-invalid", "true");
        else
            field.removeAttribute("aria-invalid");
    }
    $(`records-${input.name}-note`).replaceChildren(...findings.map(({ row, message }) => h("span", {}, say("in_row", { n: row + 1, message }), h("br"))));
    if (findings.length > 0)
        announce(say("in_row", { n: findings[0].row + 1, message: findings[0].message }));
}

function recordLine(input, row, number, apply, remove) {
    return h("tr", {}, row.map((text, i) => h("td", {}, h("input", { type: "text", value: NUMBERS.has(input.columns[i].kind) ? localized(text) : text, "data-cell": `${number} ${input.columns[i].name}`,
        "aria-label": listed([input.columns[i].label || input.columns[i].name, number + 1]), "aria-describedby": `records-${input.name}-note`,
        input: ({ target }) => { row[i] = figureOf(input.columns[i], target.value); apply(); } }))),
    h("td", {}, h("button", { type: "button", "aria-label": say("remove_row", { n: number + 1 }), click: remove }, "×")));
}

function recordsTable(input) {
    const rows = recordRows(input).map((row) => [...row]);
    const label = input.label || input.name;
    const { unit } = app;
    const follow = settled(async () => {
        await changeRecords(unit);
        if (body.isConnected)
            showRecordFindings(input);
    }, 300);
    const apply = () => {
        recordsOf(unit).set(input.name, rows.map((row) => [...row]));
        follow();
    };
    const body = h("tbody", {});
    const fill = () => body.replaceChildren(...rows.map((row, number) => recordLine(input, row, number, apply, () => {
        rows.splice(number, 1);
        fill();
        (body.querySelectorAll("button")[Math.min(number, rows.length - 1)] ?? more).focus();
        apply();
    })));
    const more = h("button", { type: "button", click: () => {
        rows.push(input.columns.map(() => ""));
        fill();
        body.lastElementChild.querySelector("input").focus();
    } }, say("add_row"));
    fill();
    return h("div", { class: "asked records", "data-records": input.name }, h("p", {}, label),
        h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": label }, h("table", {},
            h("thead", {}, h("tr", {}, input.columns.map((column) => h("th", { scope: "col" }, column.label || column.name)), h("td", {}))), body)),
        h("p", { class: "finding bad", id: `records-${input.name}-note` }),
        more);
}

// --- all of them --------------------------------------------------------------------------------

function showIndicator(mark) {
    const row = app.rows.get(mark.dataset.indicator);
    mark.textContent = row?.score === null || row === undefined ? content.statuses[row?.status] ?? "" : shown(row.score);
    mark.dataset.score = row?.score ?? "";
}

function showRules() {
    $("rules").hidden = app.rules.length === 0;
    $("rules").replaceChildren(...app.rules.map((message) => h("li", {}, message)));
}

function showFigures() {
    const asked = new Set();
    const blocks = [];
    const first = app.nodes.find(isBeside);
    for (const node of app.nodes) {
        const level = node.depth + (isBeside(node) ? 3 : 1);
        if (node === first)
            blocks.push(h("h2", { class: "group" }, say("beside")));
        if (node.kind === "group" && level > 1)
            blocks.push(h(`h${Math.min(level, 5)}`, { class: "group" }, labelOf(node)));
        if (node.kind !== "indicator")
            continue;
        const inputs = app.edition.asked.get(node.code).map((name) => app.inputs.get(name));
        const open = inputs.filter((input) => input && !asked.has(input.name));
        open.forEach((input) => asked.add(input.name));
        blocks.push(h("section", { class: "indicator", "aria-label": node.code },
            h("p", { class: "name" }, h("button", { class: "link", click: () => explainNode(node.code) }, labelOf(node)),
                h("output", { "data-indicator": node.code })),
            open.map((input) => (input.kind === "records" ? recordsTable(input) : figureRow(input)))));
    }
    $("figures").replaceChildren(...blocks);
    for (const input of [...asked].map((name) => app.inputs.get(name)).filter(({ kind }) => kind === "records"))
        showRecordFindings(input);
}
