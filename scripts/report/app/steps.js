// Which figures would have to be others.

// A figure as it would be filled in, in the language.
const figureText = (text) => content.answers[text] ?? (/^-?\d+\.\d+$/.test(text) ? text.replace(".", content.decimal) : text);

function planTable({ improve, outcome }) {
    const found = outcome?.rows[0];
    const titles = ["figure_title", "from_title", "to_title", "points_title"];
    return [
        found && found.planned !== null && h("p", {}, say("planned", { score: shown(found.planned) })),
        found && found.reached === false && h("p", { class: "doubt", role: "alert" }, say("not_reached")),
        h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": say("steps") }, h("table", {},
            h("thead", {}, h("tr", {}, titles.map((name, i) => h("th", { scope: "col", class: i > 0 ? "number" : null }, say(name))))),
            h("tbody", {}, improve.rows.map((row) => h("tr", {},
                h("th", { scope: "row" }, app.inputs.get(row.input)?.label || row.input), h("td", { class: "number" }, figureText(row.from)),
                h("td", { class: "number" }, figureText(row.to)), h("td", { class: "number" }, signed(row.points, 2))))))),
    ].filter(Boolean);
}

async function showSteps() {
    const body = h("div", {});
    const target = h("input", { id: "target", type: "text", inputmode: "decimal" });
    const plan = async (wanted) => {
        try {
            body.replaceChildren(...planTable(await ask("plan", { wanted, edits: edits() })));
        } catch (error) {
            if (!(error instanceof Stopped))
                body.replaceChildren(h("p", { class: "bad", role: "alert" }, error.message));
        }
    };
    $("steps").replaceChildren(h("form", { submit: (event) => {
        event.preventDefault();
        const text = target.value.trim();
        const number = Number(text.replace(",", "."));
        if (Number.isNaN(number))
            body.replaceChildren(h("p", { class: "bad", role: "alert" }, say("no_number", { text })));
        else
            plan(text === "" ? {} : { target: number });
    } }, h("label", { for: "target" }, say("target")), " ", target, " ", h("button", {}, say("plan"))), h("p", { class: "note" }, say("plan_about")), body);
    await plan({});
}
