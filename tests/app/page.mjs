// The page that `app` writes, in Chromium, opened from the disk with the network refused: scores equal the program's
// to the bit, figures saved in the page score alike in the program, messages are the program's, a script that is
// edited is followed, and axe-core finds nothing in any tab, light and dark, on a screen and on a phone.
//
//   node page.mjs PROGRAM ENGINE SOURCES FOLDER          (HM_NODE_MODULES: where puppeteer-core and axe-core are)
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [program, engine, sources, folder] = process.argv.slice(2);
const modules = process.env.HM_NODE_MODULES;
const require = createRequire(`${modules}/x`);
const puppeteer = require(`${modules}/puppeteer-core`);
const axe = readFileSync(`${modules}/axe-core/axe.min.js`, "utf8");
const chromium = process.env.HM_CHROMIUM ?? "/usr/bin/chromium";

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// Exit 1 says that cells were rejected, and is fine.
function run(...words) {
    try {
        return execFileSync(program, words, { cwd: sources, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
        assert.equal(error.status, 1, error.stderr);
        return error.stdout;
    }
}

const scoresOf = (...words) => JSON.parse(run("score", ...words, "--format", "json")).scores;

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const asked = [];

async function open(name, ...words) {
    const path = `${folder}/${name}.html`;
    run("app", ...words, "--engine", engine, "-o", path);
    const page = await browser.newPage();
    page.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url()))
            asked.push(request.url());
    });
    page.on("pageerror", (error) => { throw error; });
    await page.setViewport({ width: 1280, height: 900 });
    await page.setOfflineMode(true);
    const downloads = await page.createCDPSession();
    await downloads.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
    await page.goto(pathToFileURL(path));
    await page.waitForFunction(() => document.documentElement.dataset.ready, { timeout: 120000 });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.ready), "true", await page.$eval("#waiting", (e) => e.textContent));
    return page;
}

const shownScores = (page) => page.$$eval("[data-code]", (marks) => marks.map((mark) => [mark.dataset.code, mark.dataset.score]));

async function set(page, input, text) {
    await page.$eval(`[name="${input}"]`, (field, value) => {
        field.value = value;
        field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    }, text);
}

async function downloaded(name) {
    for (let i = 0; i < 300 && !existsSync(`${folder}/${name}`); i++)
        await pause(100);
    return readFileSync(`${folder}/${name}`, "utf8");
}

async function checkAxe(page, title) {
    for (const scheme of ["light", "dark"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)]), [], `${title}, ${scheme}`);
    }
}

function compare(shown, rows, title) {
    const expected = new Map(rows.map((row) => [row.code, row.score === null ? "" : String(row.score)]));
    assert.ok(shown.length > 5, title);
    for (const [code, score] of shown)
        assert.equal(score, expected.get(code), `${title}: ${code}`);
}

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
    const saved = await downloaded("figures.csv");
    writeFileSync(`${folder}/saved.csv`, saved);
    assert.match(saved, /one_stop_services,400,/);
    compare(changed, scoresOf(`${folder}/saved.csv`), "changed and saved");

    await page.click("#tab-weights");
    await page.$eval("#weight-L1", (slider) => { slider.value = "2"; slider.dispatchEvent(new Event("input", { bubbles: true })); });
    writeFileSync(`${folder}/weights.lua`, 'return package { name = "weights", version = "1", api = 1, weights = { L1 = 2 } }\n');
    const slid = await page.$eval("#weight-L1", (slider) => Number(slider.value));
    writeFileSync(`${folder}/weights.lua`, `return package { name = "weights", version = "1", api = 1, weights = { L1 = ${slid} } }\n`);
    compare(await shownScores(page), scoresOf("--with", `${folder}/weights.lua`, `${folder}/saved.csv`), "with another weight");
    await page.click("#reset");
    compare(await shownScores(page), scoresOf(data), "as reported again");

    for (const tab of ["figures", "weights", "explain", "compare", "steps", "script"]) {
        await page.click(`#tab-${tab}`);
        await checkAxe(page, tab);
        await page.screenshot({ path: `${folder}/${tab}.png` });
    }
    await page.click("#tab-script");
    await page.select("#file", "L1/L1.1.1.lua").catch(() => {});
    const path = await page.$eval("#file", (field) => field.value);
    const source = await page.$eval("#source", (area) => area.value);
    const type = (text) => page.$eval("#source", (area, value) => { area.value = value; area.dispatchEvent(new Event("input")); }, text);
    await type(source.replace("indicator {", "indicator { nothing = 1,"));
    await page.waitForFunction(() => /nothing/.test(document.querySelector("#messages").textContent));
    assert.match(await page.$eval("#messages", (list) => list.textContent), new RegExp(`${path.replaceAll(".", "\\.")}:\\d+`));
    await type(source);
    await page.waitForFunction(() => /worked examples hold/.test(document.querySelector("#messages").textContent));
    await page.setViewport({ width: 390, height: 844 });
    await page.click("#tab-figures");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390), "a phone scrolls sideways");
    await checkAxe(page, "phone");
    await page.screenshot({ path: `${folder}/phone.png` });
    await page.close();
}

// A folder with records, several cities and years; by keyboard alone from tab to tab.
{
    const page = await open("several", "examples/study");
    const rows = scoresOf("examples/study");
    const { city, period } = rows[0];
    compare(await shownScores(page), rows.filter((row) => row.city === city && row.period === period), "a study");
    await page.focus("#tab-figures");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id), "tab-compare");
    await checkAxe(page, "other cities");
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

await browser.close();
assert.deepEqual(asked, [], "the page asked the network");
console.log("fine");
