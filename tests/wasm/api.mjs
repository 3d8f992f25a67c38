// The module's calls: what they give, and what they say of what is wrong.
//
//   node api.mjs NPM SOURCES
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const [npm, sources] = process.argv.slice(2);
const { load, HundredmarkError } = await import(pathToFileURL(`${npm}/hundredmark.mjs`));
const engine = await load();

// Two indicators, small enough for paper and pencil: A = 100·a/b, B = 50 or 100; the index weighs them 1 to 3.
const PAIR = {
    "package.lua": `return package {
    name = "pair", version = "1", api = 1, title = "A pair",
    weights = { B = 3 },
    nodes = { { "index", "Index" } },
}
`,
    "a.lua": `return indicator {
    code = "A", parent = "index", name = "A part",
    inputs = { count { "a", "Some" }, count { "b", "All" } },
    measure = percent(input.a, input.b),
    tests = { { a = 1, b = 4, score = 25 }, { a = 1, b = 4, score = 26 } },
}
`,
    "b.lua": `return indicator {
    code = "B", parent = "index", name = "A flag",
    inputs = { flag { "done", "Is it done?" } },
    measure = function(v) if v.done then return 100 end return 50 end,
}
`,
};
const DATA = "city,period,a,b,done\nKestrelby,2025,1,4,yes\nAlderney,2025,3,4,no\n";

const pair = engine.openPackage("pair", { files: PAIR });
const data = engine.readData(DATA);

test("scores are those of the formulas", () => {
    const scores = pair.score(data);
    assert.deepEqual(data.units(), [{ city: "Kestrelby", period: "2025" }, { city: "Alderney", period: "2025" }]);
    assert.deepEqual(scores.rows(0).map((row) => [row.code, row.score]), [["index", 81.25], ["A", 25], ["B", 100]]);
    assert.equal(scores.row(1, "index").score, (75 + 3 * 50) / 4);
    assert.equal(scores.row(0, "index").rank, 1);
    assert.equal(scores.row(0, "none"), undefined);
    assert.deepEqual(scores.table("scores", { units: [1], depth: 0 }).rows.map((row) => row.score), [56.25]);
    assert.equal(scores.text({ depth: 0 }).split("\n")[2],
        "Alderney,2025,index,,0,Index,,56.25,1,56.25,1,1,2,scored,");
});

test("a unit has a place among those of its period", () => {
    const several = engine.readData("city,period,a,b,done\nX,2025,1,4,yes\nX,2024-Q4,1,4,no\nY,2025,3,4,no\nZ,2025,3,4,no\n");
    const scores = pair.score(several);
    assert.deepEqual(several.unitOf("X"), 0);
    assert.deepEqual(several.unitOf("X", "2024-Q4"), 1);
    assert.throws(() => several.unitOf("W"), /no city 'W'/);
    assert.deepEqual(scores.ranking(), [{ unit: 0, score: 81.25, rank: 1 }, { unit: 2, score: 56.25, rank: 2 },
        { unit: 3, score: 56.25, rank: 2 }, { unit: 1, score: 43.75, rank: 1 }]);
    assert.deepEqual(scores.place(0, 80), { rank: 1, of: 3 });
    assert.deepEqual(scores.place(0, 56.25), { rank: 1, of: 3 });
    assert.deepEqual(scores.place(0, 50), { rank: 3, of: 3 });
    assert.deepEqual(scores.place(2, 56.25), { rank: 2, of: 3 });
    assert.equal(scores.place(1, 50), undefined);
});

test("people are answered in another language", async () => {
    const french = await load();
    assert.equal(french.speak("fr"), true);
    assert.equal(french.speak("tlh"), false);
    french.speak("fr");
    const [its, given] = [french.openPackage("pair", { files: PAIR }), french.readData(DATA.replace("yes", "oui").replace(",3,", ",x,"))];
    assert.equal(its.score(given).row(0, "B").score, 100);
    assert.match(its.score(given).issues()[0].message, /^entrée «\sa\s»\s: trouvé «\sx\s», attendu un nombre entier/);
    assert.throws(() => its.session(given).set("done", "peut-être"), /^HundredmarkError: entrée «\sdone\s»\s: trouvé «\speut-être\s», attendu yes \(oui\)/);
    french.close();
});

test("a package says what it holds", () => {
    assert.equal(pair.info().name, "pair");
    assert.deepEqual(pair.nodes().map((node) => node.code), ["index", "A", "B"]);
    assert.deepEqual(pair.inputs().map((input) => [input.name, input.kind]), [["a", "count"], ["b", "count"], ["done", "flag"]]);
    assert.equal(pair.indicator("A").formula, "percent(a, b)");
    assert.throws(() => pair.indicator("C"), /no indicator 'C'/);
    const wrong = pair.test().filter((result) => result.wrong.length > 0);
    assert.deepEqual(wrong.map(({ group, name, file, line }) => [group, name, file, line]), [["A", "test 2", "pair/a.lua", 5]]);
});

test("a session follows figures and weights", () => {
    const session = pair.session(data, 1);
    assert.equal(session.set("a", 4), undefined);
    session.score();
    assert.equal(session.row("index").score, (100 + 3 * 50) / 4);
    session.setWeight("B", 1);
    session.score();
    assert.equal(session.row("index").score, 75);
    assert.throws(() => session.set("a", "16O"), (error) => error instanceof HundredmarkError && error.code === "data"
        && error.message === 'input "a": found "16O", expected a whole number of at least 0');
    assert.throws(() => session.set("c", 1), /no input "c"/);
    session.rebind(0);
    session.score();
    assert.equal(session.row("A").score, 25);
    session.reset();
    session.close();
    assert.throws(() => session.score(), /closed/);
});

test("what is wrong has its place", () => {
    assert.throws(() => engine.openPackage("pair", { files: { ...PAIR, "a.lua": "return indicator {\n    code = 'A',\n" } }),
        (error) => error.code === "package" && error.file === "pair/a.lua" && error.line === 3 && error.issues.length === 1);
    assert.throws(() => engine.openPackage("nowhere"), (error) => error.code === "package");
    const bad = engine.readData({ "figures.csv": "city,period,a,b,done\nKestrelby,2025,x,4,perhaps\n" });
    const issues = pair.score(bad).issues();
    assert.deepEqual(issues.map(({ file, line, column, severity, input }) => [file, line, column, severity, input]),
        [["figures.csv", 2, 16, "rejected", "a"], ["figures.csv", 2, 20, "rejected", "done"]]);
    assert.throws(() => engine.readData({ "data.json": "[{" }), (error) => error.code === "data" && error.file === "data.json");
    assert.throws(() => engine.readData({ "../data.csv": DATA }), /no path below/);
    assert.throws(() => engine.readData({ "none.csv": DATA }, { paths: ["other.csv"] }), /no such file/);
});

test("limits of scripts hold", () => {
    const endless = { ...PAIR, "b.lua": PAIR["b.lua"].replace("if v.done", "while true do end if v.done") };
    const scores = engine.openPackage("pair", { files: endless }).score(data);
    const row = scores.row(0, "B");
    assert.equal(row.status, "failed");
    assert.match(row.reason, /more than/); // steps, or seconds on a busy machine
    assert.equal(scores.row(0, "A").score, 25);
    const greedy = { ...PAIR, "b.lua": PAIR["b.lua"].replace("if v.done",
        "local t = {} for i = 1, 1e6 do t[i] = { i } end if v.done") };
    assert.equal(engine.openPackage("pair", { files: greedy }).score(data).row(0, "B").status, "failed");
});

test("division by zero has no score, in functions too", () => {
    const dividing = { ...PAIR, "b.lua": `return indicator {
        code = "B", parent = "index", name = "By function", inputs = { "a", "b" },
        measure = function(v) return math.min(100, 100 * v.a / v.b) end,
    }\n` };
    const scores = engine.openPackage("pair", { files: dividing }).score(
        engine.readData("city,period,a,b\nA,2025,0,0\nB,2025,1,0\nC,2025,1,4\n"));
    assert.deepEqual([0, 1, 2].map((unit) => scores.row(unit, "B").status), ["undefined", "undefined", "scored"]);
    assert.deepEqual([0, 1, 2].map((unit) => scores.row(unit, "A").status), ["undefined", "invalid", "scored"]);
});

test("a package extends one that was added", () => {
    engine.addPackage("pair", PAIR);
    const heavier = engine.openPackage("heavier", { files: {
        "package.lua": `return package { name = "heavier", version = "1", api = 1, extends = "pair", weights = { B = 1 } }` } });
    assert.equal(heavier.score(data).row(0, "index").score, 62.5);
});

test("a period counts by the edition that its first day is in", () => {
    const dated = engine.openPackage("dated", { files: { ...PAIR, "a.lua": PAIR["a.lua"].replace("tests =", `from = "2024", tests =`) } });
    assert.deepEqual(dated.editions(), [{ from: "" }, { from: "2024" }]);
    assert.deepEqual(["2023-Q4", "2024", "2024-06", "2030"].map((period) => dated.editionOf(period)), [0, 1, 1, 1]);
    assert.deepEqual(dated.nodes(1).map(({ code }) => code), ["index", "B"]);
    assert.equal(pair.editionOf("2024"), 0);
    assert.throws(() => pair.editionOf("soon"), /no period 'soon'/);
});

test("scores are explained, and improved", () => {
    const scores = pair.score(data);
    const explained = scores.explain(0, "A");
    assert.match(explained.text, /percent\(a, b\)/);
    assert.deepEqual(explained.tables.figures.rows.map((row) => [row.name, row.value]), [["a", 1], ["b", 4]]);
    assert.throws(() => scores.explain(0, "AA"), /no code 'AA'/);
    const { improve, outcome } = pair.improve(data, 1, { target: 90 });
    assert.deepEqual(improve.rows.map((row) => [row.input, row.to]), [["done", "yes"]]);
    assert.match(pair.improvePage(data, 1, { target: 90 }), /<!DOCTYPE html>[^]*To reach 90[^]*proved best/);
    assert.equal(outcome.rows[0].planned, (75 + 3 * 100) / 4);
    assert.ok(scores.analyse("statistics").rows.length > 0);
});

test("figures become files again, with what was changed", () => {
    const text = data.text([1], [{ unit: 1, input: "a", text: "4" }]);
    assert.equal(text, "city,period,input,value,quality,verified,source,note\n" +
        "Alderney,2025,a,4,,,,\nAlderney,2025,b,4,,,,\nAlderney,2025,done,no,,,,\n");
    assert.equal(pair.score(engine.readData(text)).row(0, "A").score, 100);
    assert.deepEqual(data.observations(0).map(({ input, text }) => [input, text]), [["a", "1"], ["b", "4"], ["done", "yes"]]);
    assert.equal(data.citiesText([0]), undefined);
    assert.equal(pair.score(data).fits(), undefined);
    assert.match(pair.score(data).explainPage(0, "A"), /<!DOCTYPE html>[^]*<title>A A part[^]*class="fraction"/);
    const scaled = engine.openPackage("pair", { files: { ...PAIR, "a.lua": PAIR["a.lua"].replace("percent(input.a, input.b)",
        "input.a, scale = 'minmax'").replace(/ *tests = .*\n/, "") } });
    const fits = scaled.score(engine.readData(DATA)).fits();
    assert.equal(scaled.score(engine.readData("city,period,a,b,done\nX,2025,2,4,no\n"), { fits }).row(0, "A").score, 50);
});

test("the program runs in a folder of its own", async () => {
    const files = { "pair/package.lua": PAIR["package.lua"], "pair/a.lua": PAIR["a.lua"], "pair/b.lua": PAIR["b.lua"],
        "data.csv": DATA };
    const run = await engine.run(["score", "-p", "pair", "data.csv", "-o", "out/scores.csv"], { files: { ...files, "out/.keep": "" } });
    assert.deepEqual([run.status, run.output, run.messages], [0, "", ""]);
    assert.deepEqual(Object.keys(run.files), ["out/scores.csv"]);
    assert.equal(new TextDecoder().decode(run.files["out/scores.csv"]), pair.score(data).text());
    const wrong = await engine.run(["scroe"], { files });
    assert.equal(wrong.status, 2);
    assert.match(wrong.messages, /did you mean "score"/);
    const piped = await engine.run(["score", "-p", "pair", "-", "--depth", "0"], { files, input: DATA });
    assert.equal(piped.output, pair.score(data).text({ depth: 0 }));
    const book = await engine.run(["score", "-p", "pair", "data.csv", "-o", "a.xlsx"], { files });
    if (process.env.HM_NO_WORKBOOKS)
        assert.match(book.messages, /built without libxlsxwriter/);
    else {
        assert.equal(new TextDecoder().decode(book.files["a.xlsx"].slice(0, 2)), "PK", book.messages);
        assert.match((await engine.run(["score", "-p", "pair", "a.xlsx"], { files: { ...files, ...book.files } })).messages, /without|not/);
    }
    assert.match((await engine.run(["score", "-p", "pair", "data.csv", "-o", "a.sqlite"], { files })).messages, /cannot write sqlite/);
});

test("what the README shows", () => {
    const readme = readFileSync(`${sources}/core/wasm/README.md`, "utf8");
    const figures = /readData\(`([^`]*)`\)/.exec(readme)[1];
    const standard = engine.openPackage("iso-iec-30146");
    assert.equal(standard.score(engine.readData(figures)).row(0, "L1.1.1").score, Number(/\/\/ (\d+)/.exec(readme)[1]));
});

test("several engines share nothing", async () => {
    const other = await load();
    assert.throws(() => other.openPackage("pair"), (error) => error.code === "package");
    other.close();
});
