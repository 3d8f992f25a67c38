// Scores in WebAssembly have the digits of the program's: the standard's package and every published index,
// by command line and, of the standard's, by the calls of the module. HM_INDICES names the folder of published
// data, which are taken where they are.
//
//   node scores.mjs NPM PROGRAM SOURCES
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [npm, program, sources] = process.argv.slice(2);
const { load } = await import(pathToFileURL(`${npm}/hundredmark.mjs`));
const engine = await load();

function filesBelow(folder, below = "", found = {}) {
    for (const name of readdirSync(folder)) {
        const path = `${folder}/${name}`;
        if (statSync(path).isDirectory())
            filesBelow(path, `${below}${name}/`, found);
        else
            found[below + name] = readFileSync(path);
    }
    return found;
}

// What the program writes; the last digit where exp, log or a power is another C library's.
const LAST_DIGIT = 4e-15;

function compare(title, mine, theirs) {
    const [found, expected] = [mine.trimEnd().split("\n"), theirs.trimEnd().split("\n")];
    let others = 0;
    assert.equal(found.length, expected.length, `${title}: rows`);
    found.forEach((line, i) => {
        if (line === expected[i])
            return;
        const [a, b] = [line.split(","), expected[i].split(",")];
        assert.equal(a.length, b.length, `${title}: line ${i + 1}`);
        a.forEach((cell, column) => {
            if (cell === b[column])
                return;
            others++;
            const [x, y] = [Number(cell), Number(b[column])];
            assert.ok(Math.abs(x - y) <= LAST_DIGIT * Math.abs(y), `${title}: line ${i + 1}: ${cell}, program: ${b[column]}`);
        });
    });
    return others;
}

// How the data of others are read (tests/packages/test_indices.lua says the same).
const COINR = ["--recipe", "coinr"];
const READING = { asem: COINR };

const cases = [
    { title: "the standard, one city", data: "examples/cities/port-lumen", exact: true },
    { title: "the standard, seven cities", data: "examples/study", exact: true },
];
for (const name of readdirSync(`${sources}/examples/indices`)) {
    if (!statSync(`${sources}/examples/indices/${name}`).isDirectory())
        continue;
    cases.push({ title: name, index: name, data: `examples/indices/${name}/data/sample.csv` });
    for (const file of ["data.csv", "data_imputed.csv", "more.csv", "iData.csv"]) {
        const path = `${process.env.HM_INDICES ?? ""}/${name === "asem" ? "../asem" : name}/${file}`;
        if (process.env.HM_INDICES && existsSync(path))
            cases.push({ title: `${name}, published`, index: name, data: "data.csv", published: path });
    }
}
const examples = filesBelow(`${sources}/examples`, "examples/");

for (const { title, index, data, published, exact } of cases) {
    const options = ["--format", "csv", "-q", ...(index ? ["-p", `examples/indices/${index}`] : []),
        ...(READING[index] ?? [])];
    const files = published ? { ...examples, "data.csv": readFileSync(published) } : examples;
    const mine = await engine.run(["score", data, ...options], { files });
    let theirs;
    try {
        theirs = execFileSync(program, ["score", published ?? data, ...options],
            { cwd: sources, encoding: "utf8", maxBuffer: 1 << 30 });
    } catch (error) {
        assert.equal(error.status, 1, error.stderr);
        theirs = error.stdout;
    }
    const others = compare(title, mine.output, theirs);
    assert.ok(!exact || others === 0, `${title}: ${others} cells have another last digit`);
    console.log(`${title}: ${theirs.split("\n").length - 2} rows, ${others} cells with another last digit`);
}

// By the module's own calls, with the same bytes.
const standard = engine.openPackage("iso-iec-30146");
const data = engine.readData(filesBelow(`${sources}/examples/study`, "study/"));
const scores = standard.score(data);
const written = engine.run(["score", "examples/study", "-q"], { files: examples });
assert.equal(scores.text(), (await written).output);
const session = standard.session(data, 1);
assert.equal(session.row("index").score, scores.row(1, "index").score);
