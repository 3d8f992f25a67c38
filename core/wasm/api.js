// The engine for JavaScript. What is computed, checked and said is all done in the module; here calls go in
// and replies come out. `createEngine`, which stands before this text, makes an instance of the module.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What went wrong with what a call was given: a package, data, an argument. */
class HundredmarkError extends Error {
    constructor({ code, message, text, file = "", line = 0, column = 0, issues = [] }) {
        super(text ?? message);
        this.name = "HundredmarkError";
        Object.assign(this, { code, reason: message, file, line, column, issues });
    }
}

// --- the module ---------------------------------------------------------------------------------

async function read(url) {
    if (url.protocol === "file:" && typeof process !== "undefined") {
        const { readFile } = await import("node:fs/promises");
        return readFile(url);
    }
    const response = await fetch(url);
    if (!response.ok)
        throw new Error(`${url}: ${response.status} ${response.statusText}`);
    return response.arrayBuffer();
}

async function compile(source) {
    if (source instanceof WebAssembly.Module)
        return source;
    if (typeof source === "string" || source instanceof URL)
        source = await read(new URL(source));
    return WebAssembly.compile(source);
}

function instantiate(compiled, options) {
    return createEngine({
        noInitialRun: true,
        instantiateWasm(imports, done) {
            WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
            return {};
        },
        ...options,
    });
}

function bytesOf(content) {
    if (typeof content === "string")
        return encoder.encode(content);
    return content instanceof Uint8Array ? content : new Uint8Array(content);
}

// --- the virtual folder -------------------------------------------------------------------------

const WORK = "/work";

// Paths stay inside the folder.
function checkPath(path) {
    const parts = path.split("/");
    if (path === "" || path.includes("\0") || parts.some((part) => part === "" || part === "." || part === ".."))
        throw new HundredmarkError({ code: "argument",
            message: `"${path}" is no path below the virtual folder, such as "data/figures.csv"` });
}

function writeFiles(FS, folder, files) {
    FS.mkdirTree(folder);
    for (const [path, content] of Object.entries(files)) {
        checkPath(path);
        const target = `${folder}/${path}`;
        FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
        FS.writeFile(target, bytesOf(content));
    }
}

function readFolder(FS, folder, below = "", found = {}) {
    for (const name of FS.readdir(folder)) {
        if (name === "." || name === "..")
            continue;
        const path = `${folder}/${name}`;
        if (FS.isDir(FS.stat(path).mode)) {
            readFolder(FS, path, `${below}${name}/`, found);
        } else {
            FS.chmod(path, 0o644); // new files have no rights at all under some Emscriptens' umask
            found[below + name] = FS.readFile(path);
        }
    }
    return found;
}

function removeFolder(FS, folder) {
    for (const name of FS.readdir(folder)) {
        if (name === "." || name === "..")
            continue;
        const path = `${folder}/${name}`;
        if (FS.isDir(FS.stat(path).mode))
            removeFolder(FS, path);
        else
            FS.unlink(path);
    }
    FS.rmdir(folder);
}

function same(a, b) {
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

// What a run left behind that was not there before, or is another now.
function changedFiles(FS, given) {
    const files = readFolder(FS, WORK);
    for (const [path, content] of Object.entries(given))
        if (files[path] && same(files[path], bytesOf(content)))
            delete files[path];
    return files;
}

const INPUT = "/input";
const OUTPUT = "/output";
const MESSAGES = "/messages";

// Standard input, output and error are files: a new stream gets the lowest number that is free.
function redirect(FS, input) {
    FS.writeFile(INPUT, bytesOf(input));
    [INPUT, OUTPUT, MESSAGES].forEach((path, number) => {
        FS.close(FS.getStream(number));
        FS.open(path, number === 0 ? "r" : "w");
    });
}

// --- replies ------------------------------------------------------------------------------------

function objectsOf({ fields, rows }) {
    return rows.map((row) => Object.fromEntries(fields.map((field, i) => [field, row[i] ?? null])));
}

function tableOf(reply) {
    return { name: reply.name, columns: reply.columns, rows: objectsOf(reply) };
}

function tablesOf(reply) {
    return Object.fromEntries(Object.entries(reply).map(([name, made]) => [name, tableOf(made)]));
}

// Units count from 0 here, and from 1 in the engine.
function unitsOf(options) {
    return options?.units ? { ...options, units: options.units.map((unit) => unit + 1) } : options;
}

const fromOne = (list) => list.map((unit) => unit + 1);
const changesFromOne = (list) => list.map((change) => ({ ...change, unit: change.unit + 1 }));

// An object among the options goes by its number.
function optionsOf(options) {
    return options?.fits ? { ...options, fits: options.fits.number } : options;
}

// --- objects ------------------------------------------------------------------------------------

// Gives back what nobody can reach any more; whoever calls close() need not wait for that.
const registry = new FinalizationRegistry(({ engine, number }) => engine.forget(number));

class Held {
    #number;

    constructor(engine, number) {
        this.engine = engine;
        this.#number = number;
        registry.register(this, { engine, number }, this);
    }

    call(name, ...given) {
        return this.engine.call(`${this.constructor.room}.${name}`, this.#number, given);
    }

    get number() {
        return this.#number;
    }

    close() {
        registry.unregister(this);
        this.engine.forget(this.#number);
    }
}

class Package extends Held {
    static room = "package";

    info() { return this.call("info"); }
    nodes(period) { return this.call("nodes", period); }
    indicator(code, period) { return this.call("indicator", code, period); }
    inputs() { return this.call("inputs"); }
    parameters() { return this.call("parameters"); }
    rules() { return this.call("rules"); }
    editions() { return this.call("editions"); }
    editionOf(period) { return this.call("edition_of", period); }
    issues() { return this.call("issues"); }
    locate(code, ...fields) { return this.call("locate", code, ...fields); }
    test() { return this.call("test"); }

    score(data, options) {
        return new Scores(this.engine, this.call("score", data.number, optionsOf(options)));
    }

    session(data, unit = 0, options) {
        return new Session(this.engine, this.call("session", data.number, unit + 1, optionsOf(options)));
    }

    improve(data, unit = 0, options) {
        return tablesOf(this.call("improve", data.number, unit + 1, optionsOf(options)));
    }

    improvePage(data, unit = 0, options) {
        return this.call("improve_page", data.number, unit + 1, optionsOf(options));
    }
}

class Data extends Held {
    static room = "data";

    units() { return this.call("units"); }
    unitOf(city, period) { return this.call("unit_of", city, period) - 1; }
    city(unit) { return this.call("city", unit + 1); }
    observation(unit, input) { return this.call("observation", unit + 1, input); }
    observations(unit) { return this.call("observations", unit + 1); }
    text(units, changes = []) { return this.call("text", fromOne(units), changesFromOne(changes)); }
    citiesText(units) { return this.call("cities_text", fromOne(units)); }
    inputs() { return this.call("inputs"); }
    issues(most) { return this.call("issues", most); }
    files() { return this.call("files"); }
}

class Scores extends Held {
    static room = "scores";

    rows(unit = 0, depth) { return objectsOf(this.call("rows", unit + 1, depth)); }
    row(unit, code) { return objectsOf(this.call("row", unit + 1, code))[0]; }
    input(unit, name) { return this.call("input", unit + 1, name); }
    issues(most) { return this.call("issues", most); }
    tables() { return this.call("tables"); }
    table(name, options) { return tableOf(this.call("table", name, unitsOf(options))); }
    analyse(name, options) { return tableOf(this.call("analyse", name, unitsOf(options))); }
    text(options = {}) { return this.call("text", unitsOf(options)); }

    explain(unit, code) {
        const { text, tables } = this.call("explain", unit + 1, code);
        return { text, tables: tablesOf(tables) };
    }

    ranking() {
        return objectsOf(this.call("ranking")).map((row) => ({ ...row, unit: row.unit - 1 }));
    }

    place(unit, score) { return this.call("place", unit + 1, score); }
    explainPage(unit, code, alone = false) { return this.call("explain_page", unit + 1, code, alone); }
    recordCells(unit, name, columns) { return this.call("record_cells", unit + 1, name, columns); }

    recordsText(name, columns, units, changed = []) {
        return this.call("records_text", name, columns, fromOne(units), changesFromOne(changed));
    }

    fits() {
        const number = this.call("fits");
        return number === undefined ? undefined : new Fits(this.engine, number);
    }
}

class Fits extends Held {
    static room = "fits";
}

class Session extends Held {
    static room = "session";

    set(input, figure) { return this.call("set", input, figure); }
    setWeight(code, weight) { this.call("set_weight", code, weight); }
    reset() { this.call("reset"); }
    rebind(unit) { this.call("rebind", unit + 1); }
    refit() { this.call("refit"); }
    score() { this.call("score"); }
    issues() { return this.call("issues"); }
    rows(depth) { return objectsOf(this.call("rows", depth)); }
    row(code) { return objectsOf(this.call("row", code))[0]; }
}

// --- the engine ---------------------------------------------------------------------------------

// What is read lies in a folder of its own, the working folder, so that messages name files as they were
// given.
function pathsOf(files) {
    return [...new Set(Object.keys(files).map((path) => path.split("/")[0]))];
}

class Engine {
    #compiled;
    #module;
    #folders = 0;

    constructor(compiled, module) {
        this.#compiled = compiled;
        this.#module = module;
        this.version = this.call("engine.version");
    }

    /** Makes one call of the module; its other methods and objects are made of these. */
    call(name, on, given = []) {
        const { _malloc, _free, _hm_engine_call, stringToUTF8, lengthBytesUTF8, UTF8ToString } = this.#module;
        const request = JSON.stringify({ call: name, on, with: given.map((value) => value ?? null) });
        const size = lengthBytesUTF8(request) + 1;
        const text = _malloc(size);
        if (!text)
            throw new HundredmarkError({ code: "memory", message: "out of memory" });
        stringToUTF8(request, text, size);
        const reply = UTF8ToString(_hm_engine_call(text));
        _free(text);
        const { value, error } = JSON.parse(reply);
        if (error)
            throw new HundredmarkError(error);
        return value;
    }

    forget(number) {
        if (this.#module)
            this.call("engine.close", undefined, [number]);
    }

    builtinPackages() {
        return this.call("engine.builtin_packages");
    }

    packageFiles(name) {
        return this.call("engine.package_files", undefined, [name]);
    }

    speak(tag) {
        return this.call("engine.speak", undefined, [tag]);
    }

    fixed(number, decimals) {
        return this.call("engine.fixed", undefined, [number, decimals]);
    }

    #inFolder(files, action) {
        const { FS } = this.#module;
        const folder = `${WORK}/${++this.#folders}`;
        writeFiles(FS, folder, files);
        FS.chdir(folder);
        try {
            return action();
        } finally {
            FS.chdir("/");
            removeFolder(FS, folder);
        }
    }

    addPackage(name, files) {
        const { FS } = this.#module;
        const folder = `/packages/${name}`;
        checkPath(name);
        if (FS.analyzePath(folder).exists)
            removeFolder(FS, folder);
        writeFiles(FS, folder, files);
    }

    openPackage(name, { reforms = {}, ...options } = {}) {
        return this.#inFolder(reforms, () => new Package(this, this.call("engine.open_package", undefined,
            [name, { ...options, with: Object.keys(reforms) }])));
    }

    readData(files, { paths, records = {}, cities = [], keepIssues = false, ...options } = {}) {
        if (typeof files === "string")
            files = { "data.csv": files };
        const apart = new Set([...Object.values(records), ...cities]);
        const given = {
            paths: paths ?? pathsOf(files).filter((path) => !apart.has(path)),
            records: Object.entries(records).map(([name, path]) => ({ name, path })),
            cities, keep_issues: keepIssues, options,
        };
        return this.#inFolder(files, () => new Data(this, this.call("engine.read_data", undefined, [given])));
    }

    /** Runs the command line of the program, in an instance of its own. */
    async run(commandLine, { files = {}, folder = "", packages = {}, input = "", environment = {} } = {}) {
        const module = await instantiate(this.#compiled, {
            preRun: [({ ENV }) => Object.assign(ENV, { HUNDREDMARK_PATH: "/packages", LC_ALL: "C" }, environment)],
        });
        const { FS } = module;
        for (const [name, its] of Object.entries(packages))
            writeFiles(FS, `/packages/${name}`, its);
        writeFiles(FS, WORK, files);
        FS.chdir(`${WORK}/${folder}`);
        redirect(FS, input);
        const status = module.callMain(commandLine);
        const bytes = FS.readFile(OUTPUT);
        return { status, output: decoder.decode(bytes), bytes, messages: decoder.decode(FS.readFile(MESSAGES)),
            files: changedFiles(FS, files) };
    }

    /** Gives all memory back: no object of the engine can be used afterwards. */
    close() {
        this.#module = undefined;
    }
}

async function open({ wasm }) {
    const compiled = await compile(wasm);
    const module = await instantiate(compiled, {});
    module.FS.mkdirTree(WORK);
    module.FS.mkdirTree("/packages");
    if (!module._hm_engine_open())
        throw new HundredmarkError({ code: "memory", message: "out of memory" });
    return new Engine(compiled, module);
}
