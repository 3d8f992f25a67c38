// The scores as they are now, beside all else.

// Of the index its groups, and whatever stands beside it.
function panelNodes() {
    const ofIndex = app.nodes.filter((node) => !isBeside(node));
    const most = ofIndex.filter((node) => node.depth === 1).length < 4 ? 2 : 1;
    return { groups: ofIndex.filter((node) => node.depth >= 1 && node.depth <= most && node.kind === "group"),
        beside: app.nodes.filter((node) => node.depth === 0 && isBeside(node)) };
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

function panelRow(node) {
    const row = app.rows.get(node.code);
    return h("tr", { class: `depth${node.depth}` },
        h("th", { scope: "row" }, h("button", { class: "link", click: () => explainNode(node.code) }, labelOf(node))),
        h("td", { class: "number", "data-code": node.code, "data-score": row?.score ?? "" }, shown(row?.score)),
        h("td", { class: "number" }, changeMark(node, row?.score, app.reported.get(node.code)?.score)));
}

function showGroups() {
    const { groups, beside } = panelNodes();
    $("groups").replaceChildren(...groups.map(panelRow),
        ...(beside.length > 0 ? [h("tr", {}, h("td", { class: "note", colspan: 3 }, say("beside")))] : []), ...beside.map(panelRow));
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
