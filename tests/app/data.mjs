// Data in the page of `app`: files that are opened there, rows of records that are changed, what is saved and what is
// wrong with any of them, as the program has it; and five thousand cities.
//
//   node data.mjs PROGRAM ENGINE SOURCES FOLDER
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { checkAxe, choose, compare, downloaded, finish, folder, idle, open, openFiles, scoresOf, set, shownScores, sources, textOf } from "./driver.mjs";

const STUDY = ["observations", "features", "feature_changes"].map((name) => `${sources}/examples/study/${name}.csv`);

// The files of an archive that holds them as they are.
function unzipped(bytes) {
    const files = {};
    for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
        const [size, name] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
        files[bytes.toString("utf8", at + 30, at + 30 + name)] = bytes.subarray(at + 30 + name, at + 30 + name + size);
        at += 30 + name + size;
    }
    return files;
}

const isWorkbook = (bytes) => bytes.subarray(0, 2).toString() === "PK";

async function savedFolder(page, name) {
    await page.click("#save-all");
    const archive = await downloaded("figures.zip");
    const files = unzipped(archive);
    writeFileSync(`${folder}/${name}.zip`, archive);
    mkdirSync(`${folder}/${name}`, { recursive: true });
    for (const [path, bytes] of Object.entries(files))
        writeFileSync(`${folder}/${name}/${path.replace(/^data\//, "")}`, bytes);
    return `${folder}/${name}`;
}

const cityRows = (rows, city, period) => rows.filter((row) => row.city === city && row.period === period);

// A folder's files in place of one city's: others are chosen from, and each has the program's scores.
{
    const page = await open("opened", "examples/cities/port-lumen-wide.csv");
    await set(page, "one_stop_services", "400");
    await openFiles(page, ...STUDY);
    const rows = scoresOf("examples/study");
    const options = (field) => page.$$eval(`${field} option`, (all) => all.map((option) => option.textContent));
    const chosen = async () => [await page.$eval("#city", (field) => field.value), await page.$eval("#period", (field) => field.selectedOptions[0].textContent)];
    assert.deepEqual(await options("#city"), [...new Set(rows.map(({ city }) => city))]);
    assert.deepEqual(await options("#period"), ["2019", "2022", "2025"]);
    for (const [city, period] of [["Marrowick", 0], ["Brenmouth", 0], ["Quillhaven", 1]]) {
        await page.select("#city", city);
        await idle(page);
        const unit = await page.$$eval("#period option", (all, i) => all[i].value, period);
        await page.select("#period", unit);
        await idle(page);
        compare(await shownScores(page), cityRows(rows, ...await chosen()), city);
        await page.select("#city", "Dunmarrow"); // in the same period
        await idle(page);
        assert.equal((await chosen())[1], ["2019", "2022"][period]);
    }
    assert.equal(await page.$eval("#open", (field) => field.value), "", "the same file can be opened again");

    // What cannot be read leaves everything as it is.
    const before = await shownScores(page);
    writeFileSync(`${folder}/wrong.json`, "[{");
    writeFileSync(`${folder}/book.xlsx`, Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]));
    writeFileSync(`${folder}/nothing.csv`, "city,period,one_stop_services\n");
    for (const [name, said] of [["wrong.json", /wrong\.json:1/], ["book.xlsx", /book\.xlsx.*CSV/], ["nothing.csv", /No city|no rows/]]) {
        await openFiles(page, `${folder}/${name}`);
        assert.match(await textOf(page, "#issues"), said);
        assert.deepEqual(await shownScores(page), before, name);
    }

    // The archive of the package is no data, and is not taken for a workbook.
    await choose(page, "script");
    await page.$$eval("#script button", (all) => all.find((button) => /package/.test(button.textContent)).click());
    writeFileSync(`${folder}/package.zip`, await downloaded("iso-iec-30146.zip"));
    await openFiles(page, `${folder}/package.zip`);
    assert.match(await textOf(page, "#issues"), /package\.zip: this archive holds a package/);
    await choose(page, "figures");
    assert.deepEqual(await shownScores(page), before, "package.zip");

    // A figure that is wrong in a file is told with its place, as `check` tells it.
    writeFileSync(`${folder}/some.csv`, "city,period,one_stop_services,government_services\nA,2024,1,2\nA,2025,x,2\n");
    await openFiles(page, `${folder}/some.csv`);
    assert.match(await textOf(page, "#issues"), /some\.csv:3:8 .*"x".*whole number/);
    assert.deepEqual(await chosen(), ["A", "2025"]);
    await page.close();
}

// Rows of records: a cell changed, a row taken away and one added; saved, the program scores them alike.
{
    const page = await open("records", "examples/study");
    const cell = (row, column) => `[data-records="features"] tbody tr:nth-child(${row}) td:nth-child(${column}) input`;
    const index = () => page.$eval("#index strong", (mark) => mark.dataset.score);
    const changed = async (action) => {
        const before = await index();
        await action();
        await page.waitForFunction((score) => document.querySelector("#index strong").dataset.score !== score, {}, before);
        await idle(page);
    };
    const type = (selector, text) => page.$eval(selector, (field, value) => {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }, text);
    const { length } = await page.$$('[data-records="features"] tbody tr');
    await changed(() => type(cell(1, 2), "200000"));
    await changed(() => page.click('[data-records="features"] tbody tr:nth-child(2) button'));
    await page.click('[data-records="features"] > button');
    await changed(async () => {
        await type(cell(length, 1), "bench");
        await type(cell(length, 2), "10");
        await type(cell(length, 3), "1000");
    });
    const before = await shownScores(page);
    const rows = scoresOf(await savedFolder(page, "records"));
    compare(await shownScores(page), cityRows(rows, rows[0].city, "2025"), "records that were changed");
    assert.notDeepEqual(cityRows(rows, rows[0].city, "2025"), cityRows(scoresOf("examples/study"), rows[0].city, "2025"));
    assert.match(readFileSync(`${folder}/records/features.csv`, "utf8"), /,2025,building,200000,[^]*,2025,bench,10,1000\n/);

    await page.click("#reset");
    await idle(page);
    compare(await shownScores(page), cityRows(scoresOf("examples/study"), rows[0].city, "2025"), "as reported again");

    // The archive can be opened where it was made; a wrong cell is told with its row.
    await openFiles(page, `${folder}/records.zip`);
    assert.deepEqual(await shownScores(page), before, "the archive that was saved");
    await type(cell(1, 2), "many");
    await page.waitForFunction(() => /many/.test(document.querySelector("#records-features-note").textContent));
    assert.doesNotMatch(await textOf(page, "#issues"), /No rows came/, "the archive has all tables");
    assert.match(await textOf(page, "#records-features-note"), /^Row 1: .*"many".*whole number/);
    assert.equal(await page.$eval(cell(1, 2), (field) => field.getAttribute("aria-invalid")), "true");

    // Figures alone have no rows, which is said where they are saved and where they are opened.
    assert.ok(await page.$eval("#no-records", (note) => note.checkVisibility()));
    await page.click("#save-csv");
    writeFileSync(`${folder}/alone.csv`, await downloaded("figures.csv"));
    await openFiles(page, `${folder}/alone.csv`);
    assert.match(await textOf(page, "#issues"), /^No rows came of: Feature catalogue .*, Changes of features .*\. What rests on them has no score\./);
    assert.ok(await page.$eval("#issues", (list) => list.checkVisibility()));
    await page.close();
}

// Cells of records take the decimal sign of the language, as figures do.
{
    mkdirSync(`${folder}/rows`, { recursive: true });
    writeFileSync(`${folder}/rows/package.lua`, `return package { name = "rows", version = "1", api = 1, nodes = { { "index", "Rows" } } }`);
    writeFileSync(`${folder}/rows/all.lua`, `return indicator { code = "A", parent = "index", name = "A", measure = sum(input.trips.km),
        inputs = { records { "trips", "Trips", columns = { text { "by", "By" }, amount { "km", "Length" } } } } }`);
    mkdirSync(`${folder}/rows-data`, { recursive: true });
    writeFileSync(`${folder}/rows-data/trips.csv`, "city,period,by,km\nA,2024,bus,1.5\n");
    const page = await open("rows", "--lang", "fr", "-p", `${folder}/rows`, `${folder}/rows-data`);
    assert.equal(await page.$eval("#index strong", (mark) => mark.dataset.score), "1.5");
    await page.$eval(`[data-records="trips"] tbody td:nth-child(2) input`, (field) => {
        field.value = "12,25";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.waitForFunction(() => document.querySelector("#index strong").dataset.score === "12.25");
    assert.equal(await textOf(page, "#records-trips-note"), "");
    await page.$eval(`[data-records="trips"] tbody td:nth-child(2) input`, (field) => {
        field.value = "-2,5";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.waitForFunction(() => /«\s-2,5\s»/.test(document.querySelector("#records-trips-note").textContent));
    await page.close();
}

// Data in French: answers are the package's, figures have the sign of the page, and what is saved scores alike.
{
    const rows = ["ville;période;one_stop_services;government_services;transport_info_real_time;new_road_km", "Aville;2025;120;160;oui;31,8"];
    writeFileSync(`${folder}/ville.csv`, `${rows.join("\n")}\n`);
    const page = await open("ville", "--lang", "fr", `${folder}/ville.csv`);
    const field = (name) => page.$eval(`[name="${name}"]`, (one) => [one.value, ...[...one.options ?? []].map((option) => option.textContent)]);
    assert.deepEqual(await field("transport_info_real_time"), ["yes", "", "oui", "non"]);
    assert.deepEqual(await field("new_road_km"), ["31,8"]);
    const expected = scoresOf(`${folder}/ville.csv`);
    compare(await shownScores(page), expected, "data in French");
    await page.click("#save-csv");
    writeFileSync(`${folder}/ville-saved.csv`, await downloaded("figures.csv"));
    assert.deepEqual(scoresOf(`${folder}/ville-saved.csv`).map(({ score }) => score), expected.map(({ score }) => score));
    await page.close();
}

// What stands beside the index says so wherever it is shown.
{
    const files = {
        "package.lua": `return package { name = "aside", version = "1", api = 1, nodes = { { "index", "Town" },
            { "G", "Inner", parent = "index" }, { "H", "Apart", parent = false }, { "I", "Below it", parent = "H" } } }`,
        "all.lua": `return {
            indicator { code = "G1", parent = "G", name = "One", inputs = { number { "a", "A" } }, measure = input.a },
            indicator { code = "G2", parent = "G", name = "Two", inputs = { number { "d", "D" } }, measure = input.d },
            indicator { code = "I1", parent = "I", name = "Three", inputs = { number { "b", "B" } }, measure = input.b },
            indicator { code = "I2", parent = "I", name = "Four", inputs = { number { "e", "E" } }, measure = input.e },
            indicator { code = "J", parent = false, name = "Five", inputs = { number { "c", "C" } }, measure = input.c } }`,
    };
    mkdirSync(`${folder}/aside`, { recursive: true });
    for (const [name, text] of Object.entries(files))
        writeFileSync(`${folder}/aside/${name}`, text);
    writeFileSync(`${folder}/aside.csv`, "city,period,a,b,c,d,e\nA,2024,1,2,3,4,5\nB,2024,6,7,8,9,10\n");
    const page = await open("aside", "-p", `${folder}/aside`, `${folder}/aside.csv`);
    const said = "Beside the index, and no part of it";
    assert.deepEqual(await page.$$eval("#figures h2, #figures h3, #figures h4", (all) => all.map((one) => `${one.tagName} ${one.textContent}`)),
        ["H2 G Inner", `H2 ${said}`, "H3 H Apart", "H4 I Below it"]);
    assert.deepEqual(await page.$$eval("#groups tr", (all) => all.map((row) => row.firstChild.textContent)), ["G Inner", said, "H Apart", "J Five"]);
    await choose(page, "compare");
    assert.deepEqual(await page.$$eval("#compare table.stacks", (all) => all.map((table) => [...table.querySelectorAll("tbody th")].map((head) => head.textContent))),
        [["Town", "G Inner", "G1 One", "G2 Two"], ["H Apart", "I Below it", "I1 Three", "I2 Four", "J Five"]]);
    assert.match(await textOf(page, "#compare h2"), new RegExp(said));
    await choose(page, "explain");
    assert.deepEqual(await page.$$eval("#explained optgroup", (all) => all.map((group) => [group.label, group.children.length])), [[said, 5]]);
    assert.doesNotMatch(await textOf(page, "#explain > .note, #explain > div"), new RegExp(said));
    await page.select("#explained", "I1");
    await idle(page);
    assert.equal(await textOf(page, "#explain > .note"), said);
    await choose(page, "weights");
    assert.deepEqual(await page.$$eval("#weights h2", (all) => all.map((one) => one.textContent)), [said]);
    for (const tab of ["figures", "weights", "explain", "compare"]) {
        await choose(page, tab);
        await checkAxe(page, `beside, ${tab}`);
    }
    await page.close();
}

// Editions: nodes, inputs and weights are those of the period, and each edition keeps the weights that were changed in it.
{
    const files = {
        "package.lua": `return package { name = "town", version = "1", api = 1, nodes = { { "index", "Town" } },
            weights_from = { ["2024"] = { B = 3 } } }`,
        "inputs.lua": `return { number { "a", "A" }, number { "b", "B" }, number { "c", "C" } }`,
        "all.lua": `return { indicator { code = "A", parent = "index", name = "A", inputs = { "a" }, measure = input.a },
            indicator { code = "B", parent = "index", name = "B", inputs = { "b" }, measure = input.b },
            indicator { code = "C", parent = "index", name = "C", inputs = { "c" }, measure = input.c, from = "2024" } }`,
    };
    mkdirSync(`${folder}/town`, { recursive: true });
    for (const [name, text] of Object.entries(files))
        writeFileSync(`${folder}/town/${name}`, text);
    writeFileSync(`${folder}/town.csv`, "city,period,a,b,c\nA,2022,10,30,\nA,2024-Q2,20,40,90\nB,2022,50,60,\nB,2024-Q2,70,80,10\n");
    const page = await open("editions", "-p", `${folder}/town`, `${folder}/town.csv`);
    const rows = scoresOf("-p", `${folder}/town`, `${folder}/town.csv`);
    const index = async () => Number(await page.$eval("#index strong", (mark) => mark.dataset.score));
    const goTo = async (period) => {
        await page.select("#period", await page.$$eval("#period option", (all, text) => all.find((one) => one.textContent === text).value, period));
        await idle(page);
    };
    const slide = async (code, weight) => {
        await choose(page, "weights");
        await page.$eval(`#weight-${code}`, (slider, to) => { slider.value = to; slider.dispatchEvent(new Event("input", { bubbles: true })); }, weight);
        await idle(page);
    };
    const asked = () => page.$$eval("#figures [name]", (fields) => fields.map((field) => field.name));
    assert.deepEqual(await asked(), ["a", "b", "c"]);
    if (!process.env.HM_NO_WORKBOOKS) {
        await page.click("#save-book");
        assert.ok(isWorkbook(await downloaded("figures.xlsx")), "a workbook of the edition that is looked at");
    }
    assert.equal(await index(), rows.find((row) => row.city === "A" && row.period === "2024-Q2" && row.code === "index").score);
    await slide("A", "2"); // of 2024: A 2, B 3, C 1
    assert.match(await textOf(page, "#weights p"), /from 2024 on/);
    assert.equal(await index(), (2 * 20 + 3 * 40 + 90) / 6);
    await goTo("2022");
    assert.match(await textOf(page, "#weights p"), /before 2024/);
    assert.equal(await index(), 20, "an earlier edition keeps its weights");
    await slide("B", "3"); // of 2022: A 1, B 3
    assert.equal(await index(), 25);
    await choose(page, "figures");
    assert.deepEqual(await asked(), ["a", "b"]);
    await choose(page, "explain");
    assert.match(await textOf(page, "#explain"), /25\.0/);
    await goTo("2024-Q2");
    assert.equal(await index(), (2 * 20 + 3 * 40 + 90) / 6);
    await choose(page, "explain");
    assert.match(await textOf(page, "#explain"), /41\.7/);

    // A row a city of the period that is chosen, and this city in another one.
    await choose(page, "compare");
    const listed = () => page.$$eval("#compare > div > table tbody tr", (lines) => lines.map((line) => line.textContent));
    assert.deepEqual(await listed(), ["1B64.0"]);
    await page.select("#compared", "2022");
    await idle(page);
    assert.deepEqual(await listed(), ["1B55.0", "2A20.0"]);

    // What is downloaded has the program's scores in both.
    await choose(page, "script");
    await page.$$eval("#script button", (buttons) => buttons.at(-1).click());
    writeFileSync(`${folder}/weights.lua`, unzipped(await downloaded("town.zip"))["weights.lua"]);
    const scored = scoresOf("-p", `${folder}/town`, "--with", `${folder}/weights.lua`, `${folder}/town.csv`)
        .filter((row) => row.city === "A" && row.code === "index").map(({ score }) => score);
    assert.deepEqual(scored, [25, (2 * 20 + 3 * 40 + 90) / 6]);
    await page.close();
}

// Five thousand cities: ready soon, and a figure follows at once; bounds are wide, for busy machines.
{
    const many = execFileSync("lua5.4", ["tests/pages/make_cities.lua", "examples/study", "5000", "7", "1"], { cwd: sources, maxBuffer: 1 << 30 });
    writeFileSync(`${folder}/many.csv`, many);
    const started = performance.now();
    const page = await open("many", `${folder}/many.csv`);
    const ready = performance.now() - started;
    const times = [];
    for (const figure of ["1", "2", "3"])
        times.push(await page.evaluate((text) => new Promise((done) => {
            const field = document.querySelector('[name="one_stop_services"]');
            const begun = performance.now();
            new MutationObserver((_, observer) => { observer.disconnect(); done(performance.now() - begun); })
                .observe(document.querySelector("#index"), { childList: true });
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }), figure));
    console.log(`5000 cities: ${await textOf(page, "#ready")}, a change in ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
    assert.ok(ready < 120000 && Math.min(...times) < 1000);
    await choose(page, "compare");
    assert.match(await textOf(page, "#compare h2"), /4999/);
    await page.close();
}

await finish();
