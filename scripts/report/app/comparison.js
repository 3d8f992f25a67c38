// The other cities of a period, and this one in others, as they are reported.

const MOST_LISTED = 200;

// What a unit is called beside this one.
const nameBeside = ({ city, period }) => (period === app.units[app.unit].period ? city : say("unit", { city, period }));

async function compareWith(unit) {
    const rows = by("code", await ask("rowsOf", { unit, depth: 2 }));
    const name = nameBeside(app.units[unit]);
    const table = (label, nodes) => numbersTable(label, ["", app.units[app.unit].city, name, say("difference")], nodes.map((node) => {
        const [mine, theirs] = [app.rows.get(node.code)?.score, rows.get(node.code)?.score];
        return [labelOf(node), shown(mine), shown(theirs), changeMark(node, mine, theirs)];
    }));
    const nodes = app.nodes.filter((node) => node.depth <= 2);
    const beside = nodes.filter(isBeside);
    return [table(name, nodes.filter((node) => !isBeside(node))),
        ...(beside.length > 0 ? [h("h2", {}, say("beside")), table(listed([name, say("beside")]), beside)] : [])];
}

function listOf(cities, show) {
    const list = h("tbody", {});
    const fill = (word) => list.replaceChildren(...cities.filter(({ city }) => city.toLowerCase().includes(word.toLowerCase()))
        .slice(0, MOST_LISTED).map((row) => h("tr", {}, h("td", { class: "number" }, row.rank ?? "–"),
            h("th", { scope: "row" }, h("button", { class: "link", click: () => show(row.unit) }, row.city)), h("td", { class: "number" }, shown(row.score)))));
    fill("");
    return [h("p", {}, h("label", { for: "sought" }, say("search")), " ", h("input", { id: "sought", type: "search", input: ({ target }) => fill(target.value) })),
        h("table", {}, h("thead", {}, h("tr", {}, ["rank_title", "city_title", "score_title"].map((name) => h("th", { scope: "col" }, say(name))))), list)];
}

// A city of the period that is chosen has a row; of this one's own period all others.
async function showComparison() {
    const { unit, period } = { unit: app.unit, ...app.units[app.unit] };
    const ranked = (await ranking()).filter((row) => row.unit !== unit);
    const body = h("div", {});
    const showPeriod = async (chosen) => {
        const cities = ranked.filter((row) => row.period === chosen);
        if (cities.length === 0) {
            body.replaceChildren(h("p", {}, say("no_others")));
            return;
        }
        const table = h("div", {});
        const show = async (other) => table.replaceChildren(...await compareWith(other));
        await show(cities[0].unit);
        body.replaceChildren(table, h("h2", {}, say(chosen === period ? "others" : "others_then", { n: cities.length, period: chosen })),
            ...listOf(cities, (other) => show(other).then(() => table.scrollIntoView({ block: "nearest" }))));
    };
    const periods = [...new Set(app.units.map((one) => one.period))].sort();
    $("compare").replaceChildren(...(periods.length > 1 ? [h("p", {}, h("label", { for: "compared" }, say("compared")), " ",
        h("select", { id: "compared", change: ({ target }) => showPeriod(target.value) },
            periods.map((text) => h("option", { value: text, selected: text === period }, text))))] : []), body);
    await showPeriod(period);
}
