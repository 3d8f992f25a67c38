// Scripts that mean harm (tests/hostile) as measures: each costs its own indicator at most, and the engine goes
// on; none ends it or takes longer than its limits.
//
//   node hostile.mjs NPM SOURCES
import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [npm, sources] = process.argv.slice(2);
const { load, HundredmarkError } = await import(pathToFileURL(`${npm}/hundredmark.mjs`));
const engine = await load();
const folder = `${sources}/tests/hostile/scripts`;

const PLAIN = `return indicator {
    code = "P", parent = "index", name = "Plain", inputs = { number { "a", "A" }, number { "b", "B" } },
    measure = input.a * 2,
}\n`;
const MANIFEST = `return package { name = "hostile", version = "1", api = 1, nodes = { { "index", "Index" } } }\n`;
const DATA = "city,period,a,b\nX,2025,12.5,4\nY,2025,7,2\nZ,2025,12.5,4\n";
const MOST_SECONDS = 20; // far beyond the limits of a script, on a busy machine

const indicator = (measure) => `local measure = (function(...)\n${measure}\nend)(...)
return indicator { code = "H", parent = "index", name = "Hostile", inputs = { "a", "b" }, measure = measure }\n`;

const data = engine.readData(DATA);
let failed = 0;

function fault(name, condition, text) {
    if (condition) {
        failed++;
        console.log(`${name}: ${text}`);
    }
}

for (const name of readdirSync(folder).filter((file) => file.endsWith(".lua"))) {
    const source = readFileSync(`${folder}/${name}`, "latin1");
    const isBody = /-- level: body/.test(source);
    const started = performance.now();
    try {
        const measure = isBody ? `return function(v)\n${source}\nend` : source;
        const pack = engine.openPackage("hostile", { files: { "package.lua": MANIFEST, "p.lua": PLAIN, "h.lua": indicator(measure) } });
        const scores = pack.score(data);
        const values = [0, 1, 2].map((unit) => scores.row(unit, "H"));
        fault(name, [0, 1, 2].some((unit) => scores.row(unit, "P").score === null), "the plain indicator has no score");
        fault(name, values[0].value !== values[2].value, "the same row twice gives different values");
        fault(name, values.some((row) => row.value === 666), "the trick worked");
        pack.close();
    } catch (error) {
        fault(name, !(error instanceof HundredmarkError && ["package", "limit"].includes(error.code)), error.stack);
    }
    fault(name, performance.now() - started > 1000 * MOST_SECONDS, "takes too long");
}
const after = engine.openPackage("iso-iec-30146").test();
fault("afterwards", after.length === 0 || after.some((result) => result.wrong.length > 0), "worked examples fail");
console.log(`${failed} faults`);
process.exit(failed > 0 ? 1 : 0);
