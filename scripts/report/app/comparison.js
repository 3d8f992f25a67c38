// The other cities of the period, as they are reported.

const MOST_LISTED = 200;

async function compareWith(unit) {
    const rows = by("code", await ask("rowsOf", { unit, depth: 2 }));
    return h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": app.units[unit].city }, h("table", {}, h("thead", {}, h("tr", {}, h("td", {}),
        h("th", { scope: "col", class: "number" }, app.units[app.unit].city), h("th", { scope: "col", class: "number" }, app.units[unit].city),
        h("th", { scope: "col", class: "number" }, say("difference")))),
        h("tbody", {}, app.nodes.filter((node) => node.depth <= 2).map((node) => {
            const [mine, theirs] = [app.rows.get(node.code)?.score, rows.get(node.code)?.score];
            return h("tr", {}, h("th", { scope: "row" }, labelOf(node)), h("td", { class: "number" }, shown(mine)),
                h("td", { class: "number" }, shown(theirs)), h("td", { class: "number" }, changeMark(node, mine, theirs)));
        }))));
}

function listOf(cities, show) {
    const list = h("tbody", {});
    const fill = (word) => list.replaceChildren(...cities.filter(({ city }) => city.toLowerCase().includes(word.toLowerCase()))
        .slice(0, MOST_LISTED).map((row) => h("tr", {}, h("td", { class: "number" }, row.rank ?? "–"),
            h("th", { scope: "row" }, h("button", { class: "link", click: () => show(row.unit) }, row.city)), h("td", { class: "number" }, shown(row.score)))));
    fill("");
    return [h("h2", {}, say("others", { n: cities.length })),
        h("p", {}, h("label", { for: "sought" }, say("search")), " ", h("input", { id: "sought", type: "search", input: ({ target }) => fill(target.value) })),
        h("table", {}, h("thead", {}, h("tr", {}, ["rank_title", "city_title", "score_title"].map((name) => h("th", { scope: "col" }, say(name))))), list)];
}

async function showComparison() {
    const { unit, period } = { unit: app.unit, ...app.units[app.unit] };
    const cities = (await ranking()).filter((row) => row.period === period && row.unit !== unit);
    if (cities.length === 0) {
        $("compare").replaceChildren(h("p", {}, say("no_others")));
        return;
    }
    const table = h("div", {});
    const show = async (other) => table.replaceChildren(await compareWith(other));
    await show(cities[0].unit);
    $("compare").replaceChildren(table, ...listOf(cities, show));
}
