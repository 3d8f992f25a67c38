// Which figures would have to be others, as the program's page has it.

async function showSteps() {
    const body = h("div", {});
    const target = h("input", { id: "target", type: "text", inputmode: "decimal" });
    const plan = async (wanted) => {
        try {
            body.replaceChildren(...contentOfPage(await ask("plan", { wanted, edits: edits() })));
            announce(body.querySelector("p")?.textContent ?? "");
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
    } }, h("label", { for: "target" }, say("target")), " ", target, " ", h("button", {}, say("plan"))), body);
    await plan({});
}
