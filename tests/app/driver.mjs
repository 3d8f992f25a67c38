// What the tests of the page share: the program, a browser with the network refused, and what they look at in it.
//
//   node TEST.mjs PROGRAM ENGINE SOURCES FOLDER          (HM_NODE_MODULES: where puppeteer-core and axe-core are)
//
// HM_FIREFOX names a Firefox that takes the place of Chromium. It is driven by WebDriver BiDi, which has no dark scheme.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [program, engine, sources, folder] = process.argv.slice(2);
const modules = process.env.HM_NODE_MODULES;
const puppeteer = createRequire(`${modules}/x`)(`${modules}/puppeteer-core`);
const axe = readFileSync(`${modules}/axe-core/axe.min.js`, "utf8");
const asked = [];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// Exit 1 says that cells were rejected, and is fine.
const run = (...words) => runIn(sources, ...words);

function runIn(cwd, ...words) {
    try {
        return execFileSync(program, words, { cwd, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
        assert.equal(error.status, 1, error.stderr);
        return error.stdout;
    }
}

const scoresOf = (...words) => JSON.parse(run("score", ...words, "--format", "json")).scores;

const firefox = process.env.HM_FIREFOX;
const browser = await puppeteer.launch(firefox ? { browser: "firefox", executablePath: firefox, headless: true, extraPrefsFirefox: {
    "browser.download.folderList": 2, "browser.download.dir": folder, "browser.download.useDownloadDir": true,
    "browser.download.always_ask_before_handling_new_types": false } }
    : { executablePath: process.env.HM_CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const SCHEMES = firefox ? ["light"] : ["light", "dark"];

// Until the engine has answered all that it was asked.
async function idle(page) {
    await page.waitForFunction(() => !document.documentElement.hasAttribute("data-busy"), { timeout: 120000 });
}

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
    if (!firefox)
        await (await page.createCDPSession()).send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
    await page.goto(pathToFileURL(path));
    await page.waitForFunction(() => document.documentElement.dataset.ready, { timeout: 120000 });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.ready), "true", await textOf(page, "#waiting"));
    await idle(page);
    return page;
}

const textOf = (page, selector) => page.$eval(selector, (element) => element.textContent);
const shownScores = (page) => page.$$eval("[data-code]", (marks) => marks.map((mark) => [mark.dataset.code, mark.dataset.score]));

async function set(page, input, text) {
    await page.$eval(`[name="${input}"]`, (field, value) => {
        field.value = value;
        field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    }, text);
    await idle(page);
}

async function choose(page, tab) {
    await page.click(`#tab-${tab}`);
    await idle(page);
}

async function openFiles(page, ...paths) {
    await (await page.$("#open")).uploadFile(...paths);
    await page.waitForFunction(() => document.querySelector("#open").value === "", { timeout: 120000 });
    await idle(page);
}

// Is all of a file there? Firefox makes it before it has any of its bytes, and keeps these apart until it has all.
const isSaved = (name) => existsSync(`${folder}/${name}`) && statSync(`${folder}/${name}`).size > 0
    && !readdirSync(folder).some((other) => other.endsWith(".part"));

// A file that the page saved, as bytes; the next one of its name is another.
async function downloaded(name) {
    for (let i = 0; i < 300 && !isSaved(name); i++)
        await pause(100);
    const bytes = readFileSync(`${folder}/${name}`);
    rmSync(`${folder}/${name}`);
    return bytes;
}

async function checkAxe(page, title) {
    for (const scheme of SCHEMES) {
        if (!firefox)
            await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run({ rules: { "target-size": { enabled: true } } }));
        assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)]), [], `${title}, ${scheme}`);
    }
}

function compare(shown, rows, title) {
    const expected = new Map(rows.map((row) => [row.code, row.score === null ? "" : String(row.score)]));
    assert.ok(shown.length > 3, title);
    for (const [code, score] of shown)
        assert.equal(score, expected.get(code), `${title}: ${code}`);
}

async function finish() {
    await browser.close();
    assert.deepEqual(asked, [], "the page asked the network");
    console.log("fine");
}

export { checkAxe, choose, compare, downloaded, finish, folder, idle, open, openFiles, run, runIn, scoresOf, set, shownScores, sources, textOf };
