// The page as a whole.

const TABS = { figures: showFigures, weights: showWeights, explain: showExplanation, compare: showComparison, steps: showSteps, script: showScript };

function choose(name) {
    app.tab = name;
    for (const tab of Object.keys(TABS)) {
        $(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
        $(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
        $(`panel-${tab}`).hidden = tab !== name;
    }
    TABS[name]();
    if (name === "figures")
        showScores();
}

function moveTab(event) {
    const names = Object.keys(TABS);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1
        : step && (names.indexOf(app.tab) + step + names.length) % names.length;
    if (to === undefined)
        return;
    event.preventDefault();
    choose(names[to]);
    $(`tab-${names[to]}`).focus();
}

const MOST_CHOICES = 300;

// All cities to choose from; of very many the ones that are sought.
function showUnits() {
    const name = ({ city, period }) => `${city}, ${period}`;
    const names = app.units.map(name);
    const go = (unit) => {
        if (unit >= 0 && unit !== app.unit) {
            openSession(unit);
            showAll();
        }
    };
    const field = app.units.length <= MOST_CHOICES
        ? h("select", { id: "unit", change: ({ target }) => go(Number(target.value)) },
            names.map((text, i) => h("option", { value: i, selected: i === app.unit }, text)))
        : h("input", { id: "unit", type: "search", list: "units", value: names[app.unit], change: ({ target }) => go(names.indexOf(target.value)),
            input: ({ target }) => $("units").replaceChildren(...names.filter((text) => text.toLowerCase().includes(target.value.toLowerCase()))
                .slice(0, 20).map((text) => h("option", { value: text }))) });
    $("which").replaceChildren(h("label", { for: "unit" }, say("city_title")), " ", field, h("datalist", { id: "units" }));
}

function showAll() {
    showUnits();
    if (app.tab !== "script")
        TABS[app.tab]();
    showScores();
}

function reset() {
    changesOf(app.unit).clear();
    recordsOf(app.unit).clear();
    app.weights.clear();
    openSession(app.unit);
    showAll();
}

async function start() {
    const started = performance.now();
    app.engine = await hundredmark.load();
    for (const [name, files] of Object.entries(content.packages))
        app.engine.addPackage(name, files);
    usePackage(packageOf(app.files));
    if (Object.keys(app.dataFiles).length === 0)
        app.dataFiles = emptyData([...app.inputs.values()]);
    useData();
    for (const name of Object.keys(TABS))
        $(`tab-${name}`).addEventListener("click", () => choose(name));
    $("tabs").addEventListener("keydown", moveTab);
    $("open").addEventListener("change", ({ target }) => openFiles([...target.files]));
    $("save-csv").addEventListener("click", saveCsv);
    $("save-all").addEventListener("click", saveAll);
    $("reset").addEventListener("click", reset);
    showUnits();
    choose("figures");
    showIssues();
    $("waiting").hidden = true;
    $("work").hidden = false;
    $("ready").textContent = say("ready", { milliseconds: shown(performance.now() - started, 0) });
    document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
    $("waiting").textContent = say("failed", { reason: error.message });
    $("waiting").setAttribute("role", "alert");
    document.documentElement.dataset.ready = "failed";
});
