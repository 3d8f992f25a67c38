// The other things to look at: weights, how a score came about, other cities, what it would take.

// --- weights ------------------------------------------------------------------------------------

function weightRow(node) {
    const id = `weight-${node.code}`;
    const now = app.weights.get(node.code) ?? node.weight;
    const most = Math.max(1, 4 * node.weight, now);
    const number = h("output", { for: id }, shown(now, 2));
    return h("div", { class: "asked weight" }, h("label", { for: id }, labelOf(node)),
        h("input", { id, type: "range", min: 0, max: most, step: most / 100, value: now, input: ({ target }) => {
            const before = app.weights.get(node.code) ?? node.weight;
            try {
                changeWeight(node.code, Number(target.value));
                number.textContent = shown(Number(target.value), 2);
                $(`${id}-note`).textContent = "";
            } catch (error) {
                target.value = before;
                $(`${id}-note`).textContent = error.reason ?? error.message;
            }
        } }), number, h("p", { class: "finding bad", id: `${id}-note` }));
}

function showWeights() {
    const groups = app.nodes.filter((node) => node.kind === "group" && node.children.length > 1);
    $("weights").replaceChildren(
        h("p", { class: "note" }, say("weights_about")),
        h("button", { type: "button", click: () => {
            app.weights.clear();
            openSession(app.unit);
            showWeights();
            showScores();
        } }, say("weights_reset")),
        ...groups.map((group) => h("details", { open: group.depth < 2, class: "level2" }, h("summary", {}, h("span", { class: "name" }, labelOf(group))),
            h("div", { class: "inside" }, group.children.map((code) => weightRow(nodeOf(code)))))));
}

// --- how a score came about ---------------------------------------------------------------------

function showExplanation() {
    const choice = h("select", { id: "explained", change: ({ target }) => explainNode(target.value, true) },
        app.nodes.map((node) => h("option", { value: node.code, selected: node.code === app.explained }, `${"\u2003".repeat(node.depth)}${labelOf(node)}`)));
    const body = h("div", {});
    $("explain").replaceChildren(h("p", {}, h("label", { for: "explained" }, say("explain_which")), " ", choice), body);
    const now = changed();
    const page = now.pack.score(now.data, now.options).explainPage(now.unit, app.explained ?? app.nodes[0].code, true);
    const parsed = new DOMParser().parseFromString(page, "text/html");
    for (const heading of parsed.querySelectorAll("main > h1"))
        heading.replaceWith(h("h2", {}, heading.textContent));
    body.replaceChildren(...(parsed.querySelector("main") ?? parsed.body).childNodes);
    if (now.pack !== app.pack)
        now.pack.close();
}

function explainNode(code, stays) {
    app.explained = code;
    choose("explain");
    if (!stays)
        $("explained").focus();
}

// --- other cities -------------------------------------------------------------------------------

const MOST_LISTED = 200;

function compareWith(unit) {
    const rows = byCode(app.scores.rows(unit, 2));
    return h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": app.units[unit].city }, h("table", {}, h("thead", {}, h("tr", {}, h("td", {}),
        h("th", { scope: "col", class: "number" }, app.units[app.unit].city), h("th", { scope: "col", class: "number" }, app.units[unit].city),
        h("th", { scope: "col", class: "number" }, say("difference")))),
        h("tbody", {}, app.nodes.filter((node) => node.depth <= 2).map((node) => {
            const [mine, theirs] = [app.rows.get(node.code)?.score, rows.get(node.code)?.score];
            return h("tr", {}, h("th", { scope: "row" }, labelOf(node)), h("td", { class: "number" }, shown(mine)),
                h("td", { class: "number" }, shown(theirs)), h("td", { class: "number" }, changeMark(mine, theirs)));
        }))));
}

function showComparison() {
    const { period } = app.units[app.unit];
    const ranked = app.ranking().filter((row) => row.period === period && row.unit !== app.unit)
        .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
    if (ranked.length === 0) {
        $("compare").replaceChildren(h("p", {}, say("no_others")));
        return;
    }
    const table = h("div", {});
    const list = h("tbody", {});
    const show = (unit) => table.replaceChildren(compareWith(unit));
    const fill = (word) => list.replaceChildren(...ranked.filter((row) => row.city.toLowerCase().includes(word.toLowerCase()))
        .slice(0, MOST_LISTED).map((row) => h("tr", {}, h("td", { class: "number" }, row.rank ?? "–"),
            h("th", { scope: "row" }, h("button", { class: "link", click: () => show(row.unit) }, row.city)), h("td", { class: "number" }, shown(row.score)))));
    fill("");
    show(ranked[0].unit);
    $("compare").replaceChildren(table, h("h2", {}, say("others", { n: ranked.length })),
        h("p", {}, h("label", { for: "sought" }, say("search")), " ", h("input", { id: "sought", type: "search", input: ({ target }) => fill(target.value) })),
        h("table", {}, h("thead", {}, h("tr", {}, ["rank_title", "city_title", "score_title"].map((name) => h("th", { scope: "col" }, say(name))))), list));
}

// --- what it would take -------------------------------------------------------------------------

function planFor(options) {
    const now = changed();
    try {
        return now.pack.improve(now.data, now.unit, { ...now.options, ...options });
    } finally {
        if (now.pack !== app.pack)
            now.pack.close();
    }
}

function planTable({ improve, outcome }) {
    const found = outcome?.rows[0];
    return [found && found.planned !== null && h("p", {}, say("planned", { score: shown(found.planned) })),
        h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": say("steps") }, h("table", {}, h("thead", {}, h("tr", {}, ["figure_title", "from_title", "to_title", "points_title"].map((name, i) =>
            h("th", { scope: "col", class: i > 0 ? "number" : null }, say(name))))),
            h("tbody", {}, improve.rows.map((row) => h("tr", {},
                h("th", { scope: "row" }, app.inputs.get(row.input)?.label ?? row.input), h("td", { class: "number" }, row.from),
                h("td", { class: "number" }, row.to), h("td", { class: "number" }, signed(row.points, 2)))))))];
}

function showSteps() {
    const body = h("div", {});
    const target = h("input", { id: "target", type: "text", inputmode: "decimal" });
    const plan = (options) => {
        try {
            body.replaceChildren(...planTable(planFor(options)).filter(Boolean));
        } catch (error) {
            body.replaceChildren(h("p", { class: "bad", role: "alert" }, error.reason ?? error.message));
        }
    };
    $("steps").replaceChildren(h("form", { submit: (event) => {
        event.preventDefault();
        plan(target.value.trim() === "" ? {} : { target: Number(target.value.replace(",", ".")) });
    } }, h("label", { for: "target" }, say("target")), " ", target, " ", h("button", {}, say("plan"))), h("p", { class: "note" }, say("plan_about")), body);
    plan({});
}
