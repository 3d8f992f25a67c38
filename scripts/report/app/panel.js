// The scores as they are now, beside all else.

function groupRows() {
    const most = app.nodes.filter((node) => node.depth === 1).length < 4 ? 2 : 1;
    return app.nodes.filter((node) => node.depth >= 1 && node.depth <= most && node.kind === "group");
}

function showIndex() {
    const root = app.nodes[0].code;
    const row = app.rows.get(root);
    const before = app.reported.get(root);
    const place = app.weights.size === 0 ? app.place : null; // the others have scores by the package's weights
    $("now").replaceChildren(shown(row?.score), " ", changeMark(app.nodes[0], row?.score, before?.score));
    $("index").replaceChildren(...[
        h("strong", { "data-code": root, "data-score": row?.score ?? "" }, shown(row?.score)),
        h("span", { class: "note" }, say("as_reported", { score: shown(before?.score) }), " ", changeMark(app.nodes[0], row?.score, before?.score)),
        place && h("span", { class: "note" }, say("rank", { rank: place.rank, n: place.of })),
        row && row.score === null && h("span", { class: "note doubt" }, content.statuses[row.status] ?? row.status),
        h("span", { class: "note" }, say("coverage", { share: shown(100 * (row?.coverage ?? 0), 0) })),
    ].filter(Boolean));
}

function showGroups() {
    $("groups").replaceChildren(...groupRows().map((node) => {
        const row = app.rows.get(node.code);
        return h("tr", { class: `depth${node.depth}` },
            h("th", { scope: "row" }, h("button", { class: "link", click: () => explainNode(node.code) }, labelOf(node))),
            h("td", { class: "number", "data-code": node.code, "data-score": row?.score ?? "" }, shown(row?.score)),
            h("td", { class: "number" }, changeMark(node, row?.score, app.reported.get(node.code)?.score)));
    }));
}

const sayScore = settled(() => announce(say("said", { score: shown(rootRow()?.score) })), 800);

function showScores() {
    showIndex();
    showGroups();
    for (const mark of document.querySelectorAll("#figures [data-indicator]"))
        showIndicator(mark);
    showRules();
    $("took").textContent = say("took", { milliseconds: shown(app.took, 1) });
    sayScore();
}
