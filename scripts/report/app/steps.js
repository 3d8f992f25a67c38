// Which figures would have to be others.

// A figure as it would be filled in, in the language.
const figureText = (text) => content.answers[text] ?? (/^-?\d+\.\d+$/.test(text) ? text.replace(".", content.decimal) : text);

const MOST_STEPS = 20, LEAST_POINTS = 0.005; // where nothing is to be reached: less than that is nothing to speak of

function planTable({ improve, outcome }) {
    const [found] = outcome.rows;
    const isPlan = found.planned !== null;
    const rows = isPlan ? improve.rows : improve.rows.filter(({ points }) => Math.abs(points) >= LEAST_POINTS).slice(0, MOST_STEPS);
    const left = improve.rows.length - rows.length;
    return [
        isPlan && h("p", {}, say("planned", { score: shown(found.planned) })),
        found.reached === false && h("p", { class: "doubt", role: "alert" }, say("not_reached")),
        numbersTable(say("steps"), ["figure_title", "from_title", "to_title", "points_title"].map((name) => say(name)),
            rows.map((row) => [app.inputs.get(row.input)?.label || row.input, figureText(row.from), figureText(row.to), signed(row.points, 2)])),
        left > 0 && h("p", { class: "note" }, say("steps_left", { n: left })),
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
