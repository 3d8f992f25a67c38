// Weights as sliders, each group's children beside each other.

function weightRow(node) {
    const id = `weight-${node.code}`;
    const now = app.weights.get(node.code) ?? node.weight;
    const most = Math.max(1, 4 * node.weight, now);
    const number = h("output", { for: id }, shown(now, 2));
    const change = async (slider) => {
        number.textContent = shown(Number(slider.value), 2);
        try {
            await changeWeight(node.code, Number(slider.value));
            $(`${id}-note`).textContent = "";
        } catch (error) {
            if (error instanceof Stopped)
                return;
            slider.value = app.weights.get(node.code) ?? node.weight;
            number.textContent = shown(Number(slider.value), 2);
            $(`${id}-note`).textContent = error.message;
            announce(error.message);
        }
    };
    return h("div", { class: "asked weight" }, h("label", { for: id }, labelOf(node)),
        h("input", { id, type: "range", min: 0, max: most, step: most / 100, value: now, "aria-describedby": `${id}-note`,
            input: ({ target }) => change(target) }),
        number, h("p", { class: "finding bad", id: `${id}-note` }));
}

async function resetWeights() {
    app.weights.clear();
    await openSession(app.unit);
    showWeights();
    showScores();
}

// Which periods these weights are of, where the package has others for others.
function weightsAbout() {
    const at = app.editions.indexOf(app.edition);
    const [from, to] = [app.edition.from, app.editions[at + 1]?.from];
    return app.editions.length === 1 ? say("weights_about")
        : sentences([say("weights_about"), say(from === "" ? "edition_before" : to === undefined ? "edition_from" : "edition_between", { from, to })]);
}

function showWeights() {
    const groups = app.nodes.filter((node) => node.kind === "group" && node.children.length > 1);
    const block = (group) => h("details", { open: group.depth < 2, class: "level2" }, h("summary", {}, h("span", { class: "name" }, labelOf(group))),
        h("div", { class: "inside" }, group.children.map((code) => weightRow(nodeOf(code)))));
    const beside = groups.filter(isBeside);
    $("weights").replaceChildren(
        h("p", { class: "note" }, weightsAbout()),
        h("button", { type: "button", click: resetWeights }, say("weights_reset")),
        ...groups.filter((group) => !isBeside(group)).map(block),
        ...(beside.length > 0 ? [h("h2", {}, say("beside"))] : []), ...beside.map(block));
}
