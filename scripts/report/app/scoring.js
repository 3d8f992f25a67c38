// What the engine holds for the page: the package, the data, their scores, and the session on one city. Runs in the
// worker. What was changed is the page's to keep and comes with each call that needs it, as `edits`: { changes,
// records, weights, reform }, the first two by unit and input, the third by code, in the edition of the unit, the last
// the same of all editions as a package to be laid over, or null.

const held = { engine: null, language: "en", packages: {}, given: null, unit: 0, pack: null, data: null, scores: null, session: null };

// What was there before is given back.
function hold(objects) {
    for (const [name, object] of Object.entries(objects)) {
        if (held[name] !== object)
            held[name]?.close();
        held[name] = object;
    }
}

function unitsOfCity(unit) {
    const units = held.data.units();
    return units.flatMap((one, i) => (one.city === units[unit].city ? [i] : []));
}

const NOTHING = new Map();
const changesOf = (edits, unit) => edits.changes.get(unit) ?? NOTHING;
const recordsOf = (edits, unit) => edits.records.get(unit) ?? NOTHING;

const recordInputs = () => held.pack.inputs().filter(({ kind }) => kind === "records");

// A unit's rows as the data have them.
function cellsOf(input, unit) {
    return held.scores.recordCells(unit, input.name, input.columns.map(({ name }) => name));
}

function openPackage({ name, files, reforms, settings }) {
    return held.engine.openPackage(name, { files, reforms, settings });
}

function fitsOptions() {
    const fits = held.scores.fits();
    return fits ? { fits } : {};
}

// --- data with what was changed -----------------------------------------------------------------

// As files, of these units.
function changedFiles(edits, units) {
    const { data, scores } = held;
    const changes = units.flatMap((unit) => [...changesOf(edits, unit)].map(([input, text]) => ({ unit, input, text })));
    const files = { "data/observations.csv": data.text(units, changes) };
    const cities = data.citiesText(units);
    if (cities)
        files["data/cities.csv"] = cities;
    for (const input of recordInputs()) {
        const changed = units.filter((unit) => recordsOf(edits, unit).has(input.name))
            .map((unit) => ({ unit, rows: recordsOf(edits, unit).get(input.name) }));
        const text = scores.recordsText(input.name, input.columns.map((column) => column.name), units, changed);
        if (text)
            files[`data/${input.name}.csv`] = text;
    }
    return files;
}

// The data of the unit's city, in all its periods: { data, index } of the unit in them.
function changedData(edits, unit) {
    const data = held.engine.readData(changedFiles(edits, unitsOfCity(unit)));
    const { city, period } = held.data.units()[unit];
    return { data, index: data.unitOf(city, period) };
}

// Calls `action` with { pack, data, index, options }, in which everything is as it was changed; what all cities have
// taught stays.
function withEdits(edits, action) {
    const { given } = held;
    const pack = edits.reform === null ? held.pack
        : openPackage({ ...given, reforms: { ...given.reforms, "weights.lua": edits.reform } });
    const { data, index } = changedData(edits, held.unit);
    try {
        return action({ pack, data, index, options: fitsOptions() });
    } finally {
        data.close();
        if (pack !== held.pack)
            pack.close();
    }
}

// What is said of a unit's inputs; answers, which data may have in any language, as the package has them, too.
function observationsOf(unit) {
    const inputs = new Map(held.pack.inputs().map((input) => [input.name, input]));
    return held.data.observations(unit).map((found) => {
        const { kind, many } = inputs.get(found.input) ?? {};
        const isAnswer = found.state === "observed" && (kind === "flag" || (kind === "choice" && !many));
        const seen = isAnswer ? held.scores.input(unit, found.input) : undefined;
        const answer = seen?.state !== "observed" ? undefined : kind === "flag" ? (seen.value === 1 ? "yes" : "no") : seen.text;
        return { ...found, answer };
    });
}

// --- the session --------------------------------------------------------------------------------

// What is wrong with a figure, { error } or { warning }, or nothing.
function tryFigure(input, text) {
    try {
        const warning = held.session.set(input, text);
        return warning ? { warning } : {};
    } catch (error) {
        return { error: error.reason ?? error.message };
    }
}

// The scores as they are now.
function view() {
    const started = performance.now();
    held.session.score();
    const rows = held.session.rows();
    const took = performance.now() - started;
    const score = rows[0].score;
    const place = score === null ? undefined : held.scores.place(held.unit, score);
    return { rows, took, place, rules: held.session.issues().map(({ message }) => message) };
}

// What is wrong with rows that were changed, by input: { row, column, message } each. `own`: the data with them.
function recordFindings(own, unit, edits) {
    const scores = held.pack.score(own.data, fitsOptions());
    const issues = [...own.data.issues(50), ...scores.issues(50)];
    scores.close();
    return new Map(recordInputs().map((input) => {
        const earlier = unitsOfCity(unit).filter((one) => one < unit)
            .reduce((sum, one) => sum + (recordsOf(edits, one).get(input.name) ?? cellsOf(input, one)).length, 0);
        return [input.name, issues.filter(({ file }) => file === `data/${input.name}.csv`)
            .map(({ line, input: column, message }) => ({ row: line - 2 - earlier, column, message }))
            .filter(({ row }) => row >= 0 && row < recordsOf(edits, unit).get(input.name)?.length)];
    }));
}

// Gives what is wrong with changed records. A session changes none: data that have others are read anew, of this
// city alone.
function openSession(unit, edits) {
    const own = recordsOf(edits, unit).size > 0 ? changedData(edits, unit) : { data: held.data, index: unit };
    const isOwn = own.data !== held.data;
    const session = held.pack.session(own.data, own.index, isOwn ? fitsOptions() : {});
    const findings = isOwn ? recordFindings(own, unit, edits) : NOTHING;
    held.unit = unit;
    hold({ session });
    if (isOwn)
        own.data.close(); // the session has it still
    for (const [input, text] of changesOf(edits, unit))
        tryFigure(input, text);
    for (const [code, weight] of edits.weights)
        session.setWeight(code, weight);
    return findings;
}

// --- workbooks ----------------------------------------------------------------------------------

// The city's scores as the program writes them with -o scores.xlsx, where figures can be changed: of all that it has in
// the periods of one edition, among all cities, with everything as it was changed.
async function workbook(edits) {
    const { name, files, reforms, settings } = held.given;
    const changes = { ...reforms, ...(edits.reform === null ? {} : { "weights.lua": edits.reform }) };
    const units = held.data.units();
    const { city } = units[held.unit];
    // Its sheets are of one edition of the package: that of the period that is looked at.
    const editions = unitEditions(held.pack, held.data);
    const isLeftOut = (unit) => units[unit].city === city && editions[unit] !== editions[held.unit];
    const periods = units.some((_, unit) => isLeftOut(unit))
        ? units.filter((one, unit) => one.city === city && !isLeftOut(unit)).map(({ period }) => period) : [];
    const command = ["score", "data", "--package", name, "--city", city, ...periods.flatMap((period) => ["--period", period]), "--quiet", "--output", "figures.xlsx",
        ...Object.keys(changes).flatMap((path) => ["--with", path]),
        ...Object.entries(settings).flatMap(([parameter, value]) => ["--set", `${parameter}=${value}`]),
        ...(held.language === "en" ? [] : ["--lang", held.language])];
    const done = await held.engine.run(command, { packages: { ...held.packages, [name]: files },
        files: { ...changes, ...changedFiles(edits, held.data.units().map((_, unit) => unit)) } });
    if (!done.files["figures.xlsx"])
        throw new hundredmark.HundredmarkError({ code: "output", message: done.messages.trim().split("\n").at(-1).replace(/^hundredmark: /, "") });
    return done.files["figures.xlsx"];
}

// --- editions -----------------------------------------------------------------------------------

// What the package is by period; one where it is always the same.
function editionsOf(pack) {
    const all = pack.editions();
    return (all.length > 0 ? all : [{ from: "" }]).map(({ from }, i) => {
        const number = all.length > 0 ? i + 1 : undefined;
        const nodes = pack.nodes(number);
        return { from, nodes, asked: new Map(nodes.filter(({ kind }) => kind === "indicator")
            .map(({ code }) => [code, pack.indicator(code, number).inputs])) };
    });
}

// Of each unit the number of its edition.
function unitEditions(pack, data) {
    const known = new Map();
    return (data?.units() ?? []).map(({ period }) => known.get(period) ?? known.set(period, pack.editionOf(period)).get(period));
}

// --- what the page calls ------------------------------------------------------------------------

const calls = {
    async start({ language, packages }) {
        held.engine = await hundredmark.load();
        held.engine.speak(language);
        Object.assign(held, { language, packages });
        for (const [name, files] of Object.entries(packages))
            held.engine.addPackage(name, files);
    },

    // The package is used once it can be opened and the data have scores by it.
    usePackage(given) {
        const pack = openPackage(given);
        hold(held.data ? { pack, scores: pack.score(held.data) } : { pack });
        held.given = given;
        return { editions: editionsOf(pack), unitEditions: unitEditions(pack, held.data), inputs: pack.inputs(), issues: pack.issues() };
    },

    useData({ files }) {
        const data = held.engine.readData(files);
        const units = data.units();
        if (units.length === 0)
            throw new hundredmark.HundredmarkError({ code: "empty", message: "no city in the data" });
        hold({ scores: held.pack.score(data), data });
        return { units, unitEditions: unitEditions(held.pack, data), first: data.unitOf(units[0].city),
            issues: [...data.issues(3), ...held.scores.issues(3)],
            withoutRows: recordInputs().filter((input) => !units.some((_, unit) => cellsOf(input, unit).length > 0)).map(({ name }) => name) };
    },

    openSession({ unit, edits }) {
        const recordFindings = openSession(unit, edits);
        return {
            ...view(), reported: held.scores.rows(unit), observed: observationsOf(unit), recordFindings,
            cells: new Map(recordInputs().map((input) => [input.name, cellsOf(input, unit)])),
        };
    },

    setFigure({ input, text }) {
        const found = tryFigure(input, text);
        return found.error ? found : { ...found, ...view() };
    },

    setWeight({ code, weight }) {
        held.session.setWeight(code, weight);
        return view();
    },

    explain: ({ code, edits }) => withEdits(edits, ({ pack, data, index, options }) =>
        pack.score(data, options).explainPage(index, code, true)),

    plan: ({ wanted, edits }) => withEdits(edits, ({ pack, data, index, options }) =>
        pack.improvePage(data, index, { ...options, ...wanted })),

    files: ({ edits }) => changedFiles(edits, held.data.units().map((_, unit) => unit)),
    workbook: ({ edits }) => workbook(edits),
    latest: ({ city }) => held.data.unitOf(city),
    ranking: () => held.scores.ranking(),
    rowsOf: ({ unit, depth }) => held.scores.rows(unit, depth),
    test: () => held.pack.test(),
};

// Messages: { number, name, given }, answered by { number, value } or { number, error }. What is no error of the
// engine's own ("fatal") is the end of it.
self.onmessage = async ({ data: { number, name, given } }) => {
    try {
        self.postMessage({ number, value: await calls[name](given) });
    } catch (error) {
        const { message, reason = message, code = "fatal", file = "", line = 0, issues = [] } = error;
        self.postMessage({ number, error: { message: reason, code, file, line, issues } });
    }
};
