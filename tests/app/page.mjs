// The page that `app` writes, in Chromium, opened from the disk with the network refused: scores equal the program's
// to the bit, figures saved in the page score alike in the program, messages are the program's, a script that is
// edited is followed, and axe-core finds nothing in any tab, light and dark, on a screen and on a phone.
//
//   node page.mjs PROGRAM ENGINE SOURCES FOLDER
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { checkAxe, choose, compare, downloaded, finish, folder, idle, open, run, runIn, scoresOf, set, shownScores, sources, textOf } from "./driver.mjs";

// One city, figures alone: what is shown, changed, saved and read again.
{
    const data = "examples/cities/port-lumen-wide.csv";
    const page = await open("one", data);
    compare(await shownScores(page), scoresOf(data), "as reported");
    await set(page, "one_stop_services", "16O");
    assert.equal(await page.$eval("#figure-one_stop_services-note", (note) => note.textContent),
        'input "one_stop_services": found "16O", expected a whole number of at least 0');
    compare(await shownScores(page), scoresOf(data), "after a figure that is refused");
    await set(page, "one_stop_services", "400");
    await set(page, "government_services", "500");
    const changed = await shownScores(page);
    await page.click("#save-csv");
    const saved = String(await downloaded("figures.csv"));
    writeFileSync(`${folder}/saved.csv`, saved);
    assert.match(saved, /one_stop_services,400,/);
    compare(changed, scoresOf(`${folder}/saved.csv`), "changed and saved");

    // The workbook is the program's, byte by byte.
    if (!process.env.HM_NO_WORKBOOKS) {
        await page.click("#save-book");
        const book = await downloaded("figures.xlsx");
        mkdirSync(`${folder}/book/data`, { recursive: true });
        writeFileSync(`${folder}/book/data/observations.csv`, saved);
        runIn(`${folder}/book`, "score", "data", "--city", "Port Lumen", "--quiet", "--output", "figures.xlsx");
        assert.ok(book.equals(readFileSync(`${folder}/book/figures.xlsx`)), "the workbook differs from the program's");
    }

    await choose(page, "weights");
    await page.$eval("#weight-L1", (slider) => { slider.value = "2"; slider.dispatchEvent(new Event("input", { bubbles: true })); });
    await idle(page);
    const slid = await page.$eval("#weight-L1", (slider) => Number(slider.value));
    writeFileSync(`${folder}/weights.lua`, `return package { name = "weights", version = "1", api = 1, weights = { L1 = ${slid} } }\n`);
    compare(await shownScores(page), scoresOf("--with", `${folder}/weights.lua`, `${folder}/saved.csv`), "with another weight");
    await page.click("#reset");
    await idle(page);
    compare(await shownScores(page), scoresOf(data), "as reported again");

    for (const tab of ["figures", "weights", "explain", "compare", "steps", "script"]) {
        await choose(page, tab);
        await checkAxe(page, tab);
        await page.screenshot({ path: `${folder}/${tab}.png` });
    }
    await choose(page, "script");
    await page.select("#file", "L1/L1.1.1.lua").catch(() => {});
    const path = await page.$eval("#file", (field) => field.value);
    const source = await page.$eval("#source", (area) => area.value);
    const type = (text) => page.$eval("#source", (area, value) => { area.value = value; area.dispatchEvent(new Event("input")); }, text);
    await type(source.replace("indicator {", "indicator { nothing = 1,"));
    await page.waitForFunction(() => /nothing/.test(document.querySelector("#messages").textContent));
    assert.match(await page.$eval("#messages", (list) => list.textContent), new RegExp(`${path.replaceAll(".", "\\.")}:\\d+`));
    await type(source);
    await page.waitForFunction(() => /worked examples hold/.test(document.querySelector("#messages").textContent));
    // How many examples hold is said of all and of the file's own.
    const [, all, here] = (await textOf(page, "#messages")).match(/^(\d+) of \1 worked examples hold; in this file (\d+) of \2$/);
    await type(source.replace(/score = [\d.]+/, "score = 12.5"));
    await page.waitForFunction((text) => document.querySelector("#messages").textContent.startsWith(text), {},
        `${all - 1} of ${all} worked examples hold; in this file ${here - 1} of ${here}`);
    await type(source);
    await page.waitForFunction((text) => document.querySelector("#messages").textContent.startsWith(text), {}, `${all} of ${all} `);
    await page.setViewport({ width: 390, height: 844 });
    await choose(page, "figures");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390), "a phone scrolls sideways");
    await checkAxe(page, "phone");
    await page.screenshot({ path: `${folder}/phone.png` });
    await page.close();
}

// A script that never ends costs its own indicator; the page answers all the while, and what takes long can be stopped.
{
    const page = await open("endless", "examples/study");
    await choose(page, "script");
    await page.select("#file", "L1/L1.1.1.lua");
    const source = await page.$eval("#source", (area) => area.value);
    const type = (text) => page.$eval("#source", (area, value) => { area.value = value; area.dispatchEvent(new Event("input")); }, text);
    await type(source.replace(/measure = [^\n]*,\n/, "measure = function(v) while true do end end,\n"));
    await page.waitForFunction(() => document.documentElement.hasAttribute("data-busy"));
    const started = performance.now();
    await page.evaluate(() => document.title);
    assert.ok(performance.now() - started < 1000, "the page waits for the engine");
    await page.waitForSelector("#stop", { visible: true });
    await page.click("#stop");
    await page.waitForSelector("#problem", { visible: true, timeout: 120000 });
    await idle(page);
    assert.match(await textOf(page, "#problem"), /^Stopped/);
    await page.$eval("#messages", (list) => list.replaceChildren());
    await type(source);
    await page.waitForFunction(() => /worked examples hold/.test(document.querySelector("#messages").textContent), { timeout: 120000 });
    assert.equal(await textOf(page, "#problem"), "", "what went wrong is over");
    await page.close();
}

// Several cities and years: the first city's latest; by keyboard alone from tab to tab.
{
    const page = await open("several", "examples/study");
    const rows = scoresOf("examples/study");
    const latest = rows.filter(({ city }) => city === rows[0].city).map(({ period }) => period).sort().at(-1);
    compare(await shownScores(page), rows.filter((row) => row.city === rows[0].city && row.period === latest), "a study");
    await page.focus("#tab-figures");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await idle(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), "tab-compare");
    for (const [id, key] of [["period", "ArrowUp"], ["city", "ArrowDown"]]) {
        const [before] = await page.$$eval("#period option:checked, #city option:checked", (all) => [all.map((one) => one.textContent).join()]);
        await page.focus(`#${id}`);
        await page.keyboard.press(key);
        await page.waitForFunction((text) => [...document.querySelectorAll("#period option:checked, #city option:checked")]
            .map((one) => one.textContent).join() !== text, {}, before);
        await idle(page);
        assert.equal(await page.evaluate(() => document.activeElement.id), id, "what was chosen by the keyboard keeps the focus");
    }
    await checkAxe(page, "other cities");
    await page.close();
}

// Numbers are shown as the program shows them: halves away from zero, by the shortest text.
{
    const fixed = new Function(`${readFileSync(`${sources}/scripts/report/app/dom.js`, "utf8")}\nreturn fixed;`)();
    const expected = [[2.5, 0, "3"], [-2.5, 0, "-3"], [0.125, 2, "0.13"], [1.005, 2, "1.01"], [-0.04, 1, "0.0"], [99.95, 1, "100.0"],
        [1e21, 1, "1000000000000000000000.0"], [5e-324, 3, "0.000"], [123456.789, 2, "123456.79"], [0, 1, "0.0"], [7, 0, "7"]];
    for (const [number, decimals, text] of expected)
        assert.equal(fixed(number, decimals), text);
}

// What the page is asked for and cannot do, it says.
{
    const page = await open("beyond", "examples/study");
    await choose(page, "steps");
    for (const [target, said] of [["abc", /"abc" is not a number/], ["101", /out of range/]]) {
        await page.$eval("#target", (field, text) => { field.value = text; }, target);
        await page.click("#steps form button");
        await idle(page);
        assert.match(await textOf(page, "#steps [role=alert]"), said);
    }
    await page.$eval("#target", (field) => { field.value = "100"; });
    await page.click("#steps form button");
    await idle(page);
    assert.match(await textOf(page, "#steps"), /To reach 100\.00: (not to be reached|no plan was found)/);
    await choose(page, "weights");
    for (const code of ["L1", "L2", "L3"]) {
        await page.$eval(`#weight-${code}`, (slider) => { slider.value = 0; slider.dispatchEvent(new Event("input", { bubbles: true })); });
        await idle(page);
    }
    assert.match(await textOf(page, "#weight-L3-note"), /would all be 0/);
    assert.equal(await page.$eval("#weight-L3", (slider) => slider.value), "1");
    assert.doesNotMatch(await textOf(page, "#index"), /rank/, "the others have scores by other weights");
    await page.close();
}

// Without data: an empty sheet, filled in.
{
    const page = await open("empty");
    await set(page, "one_stop_services", "120");
    await set(page, "government_services", "160");
    assert.equal(await page.$eval('[data-indicator="L1.1.1"]', (mark) => mark.dataset.score), "75");
    await page.close();
}

// In French: the page, what the engine says, and numbers, which may be written with its decimal sign.
{
    const data = "examples/cities/port-lumen-wide.csv";
    const page = await open("french", "--lang", "fr", data);
    assert.equal(await page.$eval("html", (element) => element.lang), "fr");
    await set(page, "one_stop_services", "16O");
    assert.match(await textOf(page, "#figure-one_stop_services-note"), /^entrée «\sone_stop_services\s»\s: trouvé «\s16O\s», attendu un nombre entier/);
    await set(page, "one_stop_services", "50,5");
    assert.match(await textOf(page, "#figure-one_stop_services-note"), /trouvé «\s50,5\s», attendu un nombre entier/);
    await set(page, "one_stop_services", "1\u202f050,5");
    assert.match(await textOf(page, "#figure-one_stop_services-note"), /trouvé «\s1\u202f050,5\s», attendu un nombre entier/);
    await set(page, "new_road_km", "12,5");
    assert.equal(await textOf(page, "#figure-new_road_km-note"), "");
    await set(page, "pipe_network_km", "4\u202f567,5");
    assert.equal(await textOf(page, "#figure-pipe_network_km-note"), "");
    await page.click("#save-csv");
    assert.match(String(await downloaded("figures.csv")), /,new_road_km,12\.5,[^]*,pipe_network_km,4567\.5,|,pipe_network_km,4567\.5,[^]*,new_road_km,12\.5,/);
    await choose(page, "weights");
    await choose(page, "figures");
    assert.equal(await page.$eval('[name="new_road_km"]', (field) => field.value), "12,5");
    assert.doesNotMatch(await textOf(page, "main"), /Change a figure|are read/);
    await choose(page, "steps");
    await page.$eval("#target", (field) => { field.value = "101"; });
    await page.click("#steps form button");
    await idle(page);
    assert.equal(await textOf(page, "#steps [role=alert]"), "la cible 101 est hors limites\u00a0: l'indice va de 0 à 100");
    await choose(page, "weights");
    for (const code of ["L1", "L2", "L3", "L4", "L5", "L6"]) {
        await page.$eval(`#weight-${code}`, (slider) => { slider.value = 0; slider.dispatchEvent(new Event("input", { bubbles: true })); });
        await idle(page);
    }
    assert.match(await textOf(page, "#weight-L6-note"), /seraient tous nuls/);
    await choose(page, "script");
    await page.select("#file", "L1/L1.1.1.lua");
    const source = await page.$eval("#source", (area) => area.value);
    for (const [text, said] of [[source.replace("indicator {", "indicator { rang = 1,"), /indicateur L1\.1\.1\s: champ inconnu/],
        [source.replace("return", "retrun"), /erreur de syntaxe/], [source.replace(/score = [\d.]+/, "score = 12.5"), /exemple 1\s: note attendue 12\.5/],
        [source, /sont exacts/]]) {
        await page.$eval("#source", (area, value) => { area.value = value; area.dispatchEvent(new Event("input")); }, text);
        await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector("#messages").textContent), {}, said.source);
    }
    await page.click("#reset");
    await idle(page);
    for (const tab of ["figures", "weights", "explain", "compare", "steps", "script"]) {
        await choose(page, tab);
        await checkAxe(page, `French, ${tab}`);
    }
    await page.close();
}

await finish();
