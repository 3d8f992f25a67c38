// How a score came about, as the program's page has it.

async function showExplanation() {
    const option = (node) => h("option", { value: node.code, selected: node.code === app.explained }, `${"\u2003".repeat(node.depth)}${labelOf(node)}`);
    const beside = app.nodes.filter(isBeside);
    const choice = h("select", { id: "explained", change: ({ target }) => explainNode(target.value, true) },
        app.nodes.filter((node) => !isBeside(node)).map(option),
        beside.length > 0 && h("optgroup", { label: say("beside") }, beside.map(option)));
    const body = h("div", {});
    $("explain").replaceChildren(h("p", {}, h("label", { for: "explained" }, say("explain_which")), " ", choice),
        ...(app.explained && beside.some(({ code }) => code === app.explained) ? [h("p", { class: "note" }, say("beside"))] : []), body);
    body.replaceChildren(...contentOfPage(await ask("explain", { code: app.explained ?? app.nodes[0].code, edits: edits() })));
}

async function explainNode(code, stays) {
    app.explained = code;
    const shownThen = choose("explain");
    $("explained").focus();
    await shownThen;
}
