// What the page works on: the package and the data as files, what was changed, and what the engine last said.

const content = JSON.parse($("content").textContent);

const app = {
    // what the reader has made of it
    files: { ...content.files }, typed: { ...content.files }, dataFiles: { ...content.data },
    unit: 0, changes: new Map(), records: new Map(), weightsFrom: new Map(), // by the period that an edition begins with
    // what the engine says
    editions: [], inputs: new Map(), units: [], cities: new Map(), ranked: null, issues: [],
    rows: new Map(), reported: new Map(), observed: new Map(), cells: new Map(), recordFindings: new Map(), withoutRows: [], rules: [], place: null, took: 0,
    turn: 0, // counts sessions: an answer that comes too late is not shown
    // what holds in the period of the unit
    get edition() { return editionOf(app.unit); },
    get nodes() { return app.edition.nodes; },
    get weights() { return weightsIn(app.edition); },
};

const changesOf = (unit) => app.changes.get(unit) ?? app.changes.set(unit, new Map()).get(unit);
const recordsOf = (unit) => app.records.get(unit) ?? app.records.set(unit, new Map()).get(unit);
const nodeOf = (code) => app.nodes.find((node) => node.code === code);

// What the package is in the periods from one on: { from, nodes, asked }, these the inputs by indicator.
const editionOf = (unit) => app.editions[app.units[unit]?.edition ?? 0];
const weightsIn = ({ from }) => app.weightsFrom.get(from) ?? app.weightsFrom.set(from, new Map()).get(from);

const edits = (unit = app.unit) => ({ changes: app.changes, records: app.records, weights: weightsIn(editionOf(unit)),
    reform: weightsFile(app.editions, weightsIn) });
const rootRow = () => app.rows.get(app.nodes[0].code);

// Nodes of the index, and those beside it: what has no parent, but for the index itself, and all below it.
function rootOf(node) {
    for (let above = nodeOf(node.parent); above; above = nodeOf(node.parent))
        node = above;
    return node;
}

const isBeside = (node) => rootOf(node) !== app.nodes[0];

// A code that is a word of the package's own says nothing beside the name.
const labelOf = (node) => (/^[a-z_]+$/.test(node.code) ? node.name : `${node.code} ${node.name}`);

const by = (key, rows) => new Map(rows.map((row) => [row[key], row]));

// Data of one city without a figure, where the page was made without data or somebody begins anew.
function emptyData() {
    const plain = [...app.inputs.values()].find((input) => input.kind !== "records");
    return { "figures.csv": `city,period,${plain.name}\n${say("my_city")},${new Date().getFullYear()},\n` };
}

// --- package and data ---------------------------------------------------------------------------

// The cities' units by their periods, in the order of the data.
function takeUnits(units, editions) {
    app.units = units.map((unit, i) => ({ ...unit, edition: editions[i] }));
    app.cities = new Map();
    units.forEach(({ city, period }, unit) => (app.cities.get(city) ?? app.cities.set(city, new Map()).get(city)).set(period, unit));
}

// What was changed of figures and weights that the package no longer has is forgotten.
function takePackage(files, { editions, unitEditions, inputs }) {
    Object.assign(app, { files, editions, inputs: by("name", inputs), ranked: null });
    takeUnits(app.units, unitEditions);
    for (const edition of editions)
        for (const code of [...weightsIn(edition).keys()].filter((code) => !edition.nodes.some((node) => node.code === code)))
            weightsIn(edition).delete(code);
    for (const edited of [...app.changes.values(), ...app.records.values()])
        for (const input of [...edited.keys()].filter((input) => !app.inputs.has(input)))
            edited.delete(input);
}

const packageGiven = (files) => ({ name: content.name, files, reforms: content.reforms, settings: content.settings });

async function useData(files) {
    const { units, unitEditions, first, issues, withoutRows } = await ask("useData", { files });
    app.changes.clear();
    app.records.clear();
    Object.assign(app, { dataFiles: files, issues, withoutRows, unit: first, ranked: null });
    takeUnits(units, unitEditions);
    await openSession(first);
}

// The engine with everything as it is: at the start, and where it was stopped.
async function startEngine() {
    startWorker();
    await ask("start", { language: content.language, packages: content.packages });
    takePackage(app.files, await ask("usePackage", packageGiven(app.files)));
}

async function restartEngine() {
    await startEngine();
    await ask("useData", { files: app.dataFiles });
    await openSession(app.unit);
}

// The index of every city that is ranked, best first; asked for when somebody looks.
async function ranking() {
    app.ranked ??= (await ask("ranking")).map((row) => ({ ...row, ...app.units[row.unit] }));
    return app.ranked;
}

// --- the session --------------------------------------------------------------------------------

// What went wrong before is over then.
function takeView({ rows, place, rules, took }) {
    showProblem("");
    Object.assign(app, { rows: by("code", rows), place, rules, took });
}

// Figures that are on their way belong to the session before.
async function openSession(unit) {
    await quiet();
    const turn = ++app.turn;
    const opened = await ask("openSession", { unit, edits: edits(unit) });
    if (turn !== app.turn)
        return;
    Object.assign(app, { unit, reported: by("code", opened.reported), observed: by("input", opened.observed),
        cells: opened.cells, recordFindings: opened.recordFindings });
    takeView(opened);
}

// What is wrong with the figure or odd about it; nothing where a later one took its place.
async function changeFigure(input, text) {
    const found = await askLatest(`figure ${input}`, "setFigure", { input, text }, (answer) => {
        if (answer.error)
            return;
        changesOf(app.unit).set(input, text);
        takeView(answer);
    });
    if (found && !found.error)
        showScores();
    return found;
}

// Where the city was left meanwhile, the session that is opened on it next time has them.
async function changeRecords(unit) {
    if (unit !== app.unit)
        return;
    await openSession(unit);
    showScores();
}

async function changeWeight(code, weight) {
    const found = await askLatest(`weight ${code}`, "setWeight", { code, weight }, (answer) => {
        if (weight === nodeOf(code).weight)
            app.weights.delete(code);
        else
            app.weights.set(code, weight);
        takeView(answer);
    });
    if (found)
        showScores();
}
