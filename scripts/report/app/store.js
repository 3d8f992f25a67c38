// What the page works on: the engine, the package with its files, the data with what was changed, and the session
// that has the scores.

const content = JSON.parse($("content").textContent);

const app = {
    engine: null, pack: null, data: null, scores: null, session: null,
    unit: 0, units: [], nodes: [], inputs: new Map(),
    files: { ...content.files }, dataFiles: { ...content.data },
    changes: new Map(), records: new Map(), weights: new Map(), reported: new Map(), rows: new Map(), took: 0,
};

const changesOf = (unit) => app.changes.get(unit) ?? app.changes.set(unit, new Map()).get(unit);
const recordsOf = (unit) => app.records.get(unit) ?? app.records.set(unit, new Map()).get(unit);
const nodeOf = (code) => app.nodes.find((node) => node.code === code);

// A code that is a word of the package's own says nothing beside the name.
const labelOf = (node) => (/^[a-z_]+$/.test(node.code) ? node.name : `${node.code} ${node.name}`);

function packageOf(files, reforms = content.reforms) {
    return app.engine.openPackage(content.name, { files, reforms, settings: content.settings });
}

// Data of one city without a figure, where the page was made without data or somebody begins anew.
function emptyData(inputs) {
    const plain = inputs.find((input) => input.kind !== "records");
    return { "figures.csv": `city,period,${plain.name}\n${say("my_city")},${new Date().getFullYear()},\n` };
}

function usePackage(pack) {
    app.pack?.close();
    app.pack = pack;
    app.nodes = pack.nodes();
    app.inputs = new Map(pack.inputs().map((input) => [input.name, input]));
}

function byCode(rows) {
    return new Map(rows.map((row) => [row.code, row]));
}

// Scores all cities as they are reported, and opens the session on one of them.
function useData() {
    const data = app.engine.readData(app.dataFiles);
    const scores = app.pack.score(data);
    app.data?.close();
    app.scores?.close();
    Object.assign(app, { data, scores, units: data.units() });
    openSession(Math.min(app.unit, app.units.length - 1));
}

// The data of one city with what was changed, in all its periods; of all cities for `units`.
function changedData(units) {
    const changes = units.flatMap((unit) => [...changesOf(unit)].map(([input, text]) => ({ unit, input, text })));
    const files = { "data/observations.csv": app.data.text(units, changes) };
    const cities = app.data.citiesText(units);
    if (cities)
        files["data/cities.csv"] = cities;
    for (const input of app.inputs.values()) {
        if (input.kind !== "records")
            continue;
        const changed = units.filter((unit) => recordsOf(unit).has(input.name))
            .map((unit) => ({ unit, rows: recordsOf(unit).get(input.name) }));
        const text = app.scores.recordsText(input.name, input.columns.map((column) => column.name), units, changed);
        if (text)
            files[`data/${input.name}.csv`] = text;
    }
    return files;
}

const unitsOfCity = (city) => app.units.flatMap((unit, i) => (unit.city === city ? [i] : []));

// { pack, data, unit, options } with everything that was changed: what is explained and planned with. What all
// cities have taught stays.
function changed() {
    const units = unitsOfCity(app.units[app.unit].city);
    const data = app.engine.readData(changedData(units));
    const { city, period } = app.units[app.unit];
    const unit = data.units().findIndex((other) => other.city === city && other.period === period);
    const fits = app.scores.fits();
    return { pack: weighedPackage(), data, unit, options: fits ? { fits } : {} };
}

// Weights as a change that is laid over the package, as --with has it.
function weightsFile() {
    const lines = [...app.weights].map(([code, weight]) => `        [${JSON.stringify(code)}] = ${weight},`);
    return `return package {\n    name = "weights", version = "1", api = 1,\n    weights = {\n${lines.join("\n")}\n    },\n}\n`;
}

function weighedPackage() {
    return app.weights.size === 0 ? app.pack : packageOf(app.files, { ...content.reforms, "weights.lua": weightsFile() });
}

// --- the session --------------------------------------------------------------------------------

function openSession(unit) {
    app.session?.close();
    app.unit = unit;
    app.reported = byCode(app.scores.rows(unit));
    const { data, index } = sessionData(unit);
    app.session = app.pack.session(data, index, data === app.data ? {} : app.fits);
    for (const [input, text] of changesOf(unit))
        trySet(input, text);
    for (const [code, weight] of app.weights)
        app.session.setWeight(code, weight);
    takeScores();
}

// A session changes no records: data that have others are read anew, of this city alone.
function sessionData(unit) {
    if (recordsOf(unit).size === 0)
        return { data: app.data, index: unit };
    const { city, period } = app.units[unit];
    const data = app.engine.readData(changedData(unitsOfCity(city)));
    const fits = app.scores.fits();
    app.fits = fits ? { fits } : {};
    return { data, index: data.units().findIndex((other) => other.city === city && other.period === period) };
}

// What is wrong with a figure, { error } or { warning }, or nothing.
function trySet(input, text) {
    try {
        const warning = app.session.set(input, text);
        return warning ? { warning } : {};
    } catch (error) {
        return { error: error.reason ?? error.message };
    }
}

function takeScores() {
    const started = performance.now();
    app.session.score();
    app.rows = byCode(app.session.rows());
    app.took = performance.now() - started;
}

function changeFigure(input, text) {
    const found = trySet(input, text);
    if (!found.error) {
        changesOf(app.unit).set(input, text);
        takeScores();
        showScores();
    }
    return found;
}

function changeRecords(name, rows) {
    recordsOf(app.unit).set(name, rows);
    openSession(app.unit);
    showScores();
}

function changeWeight(code, weight) {
    app.session.setWeight(code, weight);
    if (weight === nodeOf(code).weight)
        app.weights.delete(code);
    else
        app.weights.set(code, weight);
    takeScores();
    showScores();
}

// Where the city would stand among those of its period, the others being as they are.
function rankNow() {
    const score = app.rows.get(app.nodes[0].code)?.score;
    const { period } = app.units[app.unit];
    const others = app.ranking().filter((row) => row.period === period && row.unit !== app.unit && row.rank !== null);
    if (score === null || score === undefined || app.reported.get(app.nodes[0].code)?.unranked || others.length === 0)
        return null;
    return { rank: app.scores.placeOf(score, others.map((row) => row.score)), of: others.length + 1 };
}

// The index of every city, best first; made when somebody looks.
app.ranking = () => {
    if (app.rankedOf !== app.scores) {
        app.rankedOf = app.scores;
        const unit = new Map(app.units.map(({ city, period }, i) => [`${city}\0${period}`, i]));
        app.ranked = app.scores.table("scores", { depth: 0 }).rows.filter((row) => row.depth === 0 && row.code === app.nodes[0].code)
            .map((row) => ({ ...row, unit: unit.get(`${row.city}\0${row.period}`) }));
    }
    return app.ranked;
};
