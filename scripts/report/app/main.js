// The page as a whole.

const TABS = { figures: showFigures, weights: showWeights, explain: showExplanation, compare: showComparison, steps: showSteps, script: showScript };

// Something that the page cannot go on with as it was: said above everything else.
function showProblem(text) {
    $("problem").textContent = text;
    $("problem").hidden = text === "";
}

async function choose(name) {
    app.tab = name;
    for (const tab of Object.keys(TABS)) {
        $(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
        $(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
        $(`panel-${tab}`).hidden = tab !== name;
    }
    await TABS[name]();
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
const NARROW = 896; // pixels, below which scores stand above the tabs (app_style.lua)

async function goTo(unit) {
    if (unit >= 0 && unit !== app.unit) {
        await openSession(unit);
        await showAll();
    }
}

// A city in the period that is looked at, or else in its latest.
async function goToCity(name) {
    const periods = app.cities.get(name);
    if (periods)
        await goTo(periods.get(app.units[app.unit].period) ?? await ask("latest", { city: name }));
}

// All cities to choose from, of very many those that are sought; and of the city its periods.
function showUnits() {
    const { city, period } = app.units[app.unit];
    const names = [...app.cities.keys()];
    const field = names.length <= MOST_CHOICES
        ? h("select", { id: "city", change: ({ target }) => goToCity(target.value) }, names.map((text) => h("option", { value: text, selected: text === city }, text)))
        : h("input", { id: "city", type: "search", list: "cities", value: city, change: ({ target }) => goToCity(target.value),
            input: ({ target }) => $("cities").replaceChildren(...names.filter((text) => text.toLowerCase().includes(target.value.toLowerCase()))
                .slice(0, 20).map((text) => h("option", { value: text }))) });
    const periods = [...app.cities.get(city)].sort(([one], [other]) => (one < other ? -1 : 1));
    refill($("which"), h("span", {}, h("label", { for: "city" }, say("city_title")), field, h("datalist", { id: "cities" })),
        h("span", {}, h("label", { for: "period" }, say("period_title")), h("select", { id: "period", change: ({ target }) => goTo(Number(target.value)) },
            periods.map(([text, unit]) => h("option", { value: unit, selected: text === period }, text)))));
}

async function showAll() {
    showUnits();
    showRecordsNote();
    if (app.tab !== "script")
        await TABS[app.tab]();
    showScores();
}

async function reset() {
    changesOf(app.unit).clear();
    recordsOf(app.unit).clear();
    app.weights.clear();
    await openSession(app.unit);
    await showAll();
}

// What takes too long is given up, and the engine begins anew with what worked before.
async function stop() {
    await restartEngine();
    await showAll();
    showProblem(say("stopped"));
}

// What nobody else answers for. An engine that failed in itself is of no use any more.
async function onProblem(event) {
    event.preventDefault();
    const error = event.reason;
    if (error instanceof Stopped)
        return;
    if (error.code === "fatal")
        await restartEngine().then(showAll).catch(() => {});
    showProblem(error.message);
}

function listen() {
    for (const name of Object.keys(TABS))
        $(`tab-${name}`).addEventListener("click", () => choose(name));
    $("tabs").addEventListener("keydown", moveTab);
    $("open").addEventListener("change", ({ target }) => openFiles([...target.files]).finally(() => { target.value = ""; }));
    $("save-csv").addEventListener("click", saveCsv);
    $("save-book").addEventListener("click", saveWorkbook);
    $("save-all").addEventListener("click", saveAll);
    $("reset").addEventListener("click", reset);
    $("stop").addEventListener("click", stop);
    window.addEventListener("unhandledrejection", onProblem);
}

async function start() {
    const started = performance.now();
    await startEngine();
    if (Object.keys(app.dataFiles).length === 0)
        app.dataFiles = emptyData();
    await useData(app.dataFiles);
    listen();
    $("groups-box").open = innerWidth > NARROW;
    showUnits();
    showRecordsNote();
    await choose("figures");
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
