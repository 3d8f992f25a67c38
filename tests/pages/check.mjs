// Looks at pages in a real browser, and prints what is wrong with each, or `fine`.
//
//     node check.mjs NODE_MODULES CHROMIUM PDFTOTEXT FILE...
//
// CHROMIUM may be a Firefox, which is driven by WebDriver BiDi: that has no dark scheme, no paper, no readers of screens
// and cannot turn scripts off; all else is looked at.
//
// At four widths, light and dark: axe-core finds no violation, nothing but boxes that scroll is wider than the screen,
// nothing is fetched, no message comes; of each chart one drawing is shown, whose words do not lie on each other, and
// tables that phones lay out anew fit them (on the smallest ones heat maps do), and are tables still; figures stay in the
// cells of heat maps, and no head or number breaks within a word. On phones the same holds when all that unfolds is open.
// With scripts off it reads the same. On paper everything is open, the columns of tables are all there, and nothing in
// their heads keeps the next sheets from having them again; where sheets break, see sheets.mjs (not looked at where
// PDFTOTEXT is "none"). Tables sort, by keys alone, and their boxes find.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { checkSheets } from "./sheets.mjs";

const [folder, chromium, pdftotext, ...files] = process.argv.slice(2);
const require = createRequire(folder + "/");
const puppeteer = require("puppeteer-core");
const axe = require.resolve("axe-core/axe.min.js");

const isFirefox = /firefox[^/]*$/.test(chromium);
const WIDTHS = [320, 390, 800, 1280], PHONE = 400, SCHEMES = isFirefox ? ["light"] : ["light", "dark"];
let wrong = 0, parted = 0;    // parted: tables that go on from sheet to sheet

function tell(file, words) {
    wrong++;
    console.log(`${file}: ${words}`);
}

async function open(browser, file, options = {}) {
    const page = await browser.newPage();
    const address = "file://" + resolve(file);
    page.on("console", message => tell(file, `the console says: ${message.text()}`));
    page.on("pageerror", error => tell(file, `a script fails: ${error.message}`));
    page.on("request", request => request.url() === address || request.url().startsWith("data:")    // as fonts of axe
        || tell(file, `it asks for ${request.url()}`));
    if (options.scripts === false) await page.setJavaScriptEnabled(false);
    await page.setViewport({ width: options.width ?? 1280, height: 900 });
    await page.goto(address);
    return page;
}

async function showIn(page, scheme) {
    if (!isFirefox) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
}

async function checkWidth(page, file, at) {
    const [across, width] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    if (across > width) tell(file, `${at}: ${across} pixels wide`);
}

async function checkCharts(page, file, at) {
    const wrong = await page.evaluate(() => [...document.querySelectorAll("figure")].filter(figure =>
        figure.checkVisibility() && [...figure.querySelectorAll(":scope > div > svg")].filter(svg =>
            svg.checkVisibility()).length !== 1).length);
    if (wrong > 0) tell(file, `${at}: of ${wrong} charts there is not one drawing`);
}

// Words of a drawing neither lie on each other nor go beyond it, by more than what letters have around them.
async function checkDrawings(page, file, at) {
    const wrong = await page.evaluate(() => [...document.querySelectorAll("figure svg")].flatMap(svg => {
        const whole = svg.getBoundingClientRect(), found = [];
        const texts = whole.width === 0 ? [] : [...svg.querySelectorAll("text")].map(text =>
            [text.textContent, text.getBoundingClientRect()]);
        texts.forEach(([words, box], i) => {
            if (box.left < whole.left - 3 || box.right > whole.right + 3) found.push(`${words} goes beyond it`);
            for (const [other, its] of texts.slice(i + 1))
                if (Math.min(box.right, its.right) - Math.max(box.left, its.left) > 2
                    && Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top) > Math.max(5, box.height * .45))
                    found.push(`${words} lies on ${other}`);
        });
        return found;
    }));
    if (wrong.length > 0) tell(file, `${at}: in charts ${wrong.length} words are in the wrong place: ${wrong[0]}`);
}

// On screens what is in a heat map stays in its cell.
async function checkCells(page, file, at) {
    const wide = await page.evaluate(() => [...document.querySelectorAll(".heat td")].filter(cell =>
        cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent));
    if (wide.length > 0) tell(file, `${at}: ${wide.length} figures are wider than their cells, as is ${wide[0]}`);
}

async function checkTables(page, file, at, tables) {
    const wide = await page.evaluate(sought => [...document.querySelectorAll(`.wide:has(> :is(${sought}))`)].filter(box =>
        box.scrollWidth > box.clientWidth).map(box => `${box.innerText.slice(0, 40)} ${box.scrollWidth}`), tables);
    for (const one of wide) tell(file, `${at}: a table does not fit: ${one}`);
}

// Heads of columns, numbers and cells of heat maps go on in the next line between words, not within one.
async function checkWords(page, file, at) {
    const sought = "thead th, .heat td, td.number, td.whole";
    const broken = await page.evaluate(sought => [...document.querySelectorAll(sought)].flatMap(cell => {
        const words = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (!cell.querySelector("span") && texts.nextNode())
            for (const word of texts.currentNode.textContent.matchAll(/[^\s_\-–\/(]+/g)) {
                if (/[\u3400-\u9fff]/.test(word[0]) && word[0].length > 4) continue;    // they break between letters
                const range = document.createRange();
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                if (range.getClientRects().length > 1) words.push(word[0]);
            }
        return words;
    }), sought);
    if (broken.length > 0) tell(file, `${at}: ${broken.length} words break in tables, as does ${broken[0]}`);
}

// What readers of screens are told of the first table that a phone lays out anew: as many rows and names of them as
// there are.
async function checkRoles(page, file, at) {
    if (isFirefox) return;
    const table = await page.$(".heat, .stacks");
    if (!table) return;
    const [rows, names] = await table.evaluate(one => [one.rows.length, one.querySelectorAll("tbody th").length]);
    const told = await page.accessibility.snapshot({ root: table, interestingOnly: false });
    const count = (node, role) => (node.children ?? []).reduce((sum, child) => sum + count(child, role),
        node.role === role ? 1 : 0);
    if (told?.role !== "table" || count(told, "row") !== rows || count(told, "rowheader") !== names)
        tell(file, `${at}: readers of screens find no table of ${rows} rows, ${names} of them with a name`);
}

async function checkAxe(page, file, at) {
    if (!await page.evaluate(() => "axe" in window)) await page.addScriptTag({ path: axe });
    const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
    for (const one of found.violations)
        tell(file, `${at}: ${one.id}, ${one.nodes.length} times, as in ${one.nodes[0].html.slice(0, 160)}`);
}

// All that unfolds is open, on phones.
async function checkOpened(page, file) {
    await showIn(page, "light");
    if (await page.evaluate(() => document.querySelectorAll("details").forEach(one => one.open = true)
        ?? document.querySelectorAll("details").length) === 0) return;
    for (const width of [320, 390]) {
        await page.setViewport({ width, height: 900 });
        await checkWidth(page, file, `open, ${width}`);
    }
    await checkAxe(page, file, "open, 390");
}

// What is read without scripts, and what with them, but for what scripts add.
async function checkWithoutScripts(browser, file) {
    const texts = [];
    for (const scripts of [true, false]) {
        const page = await open(browser, file, { scripts });
        texts.push(await page.evaluate(() => {
            document.querySelectorAll(".filter").forEach(line => line.remove());
            return document.querySelector("main").innerText;
        }));
        await page.close();
    }
    if (texts[0] !== texts[1]) tell(file, "it does not read the same with scripts off");
}

// On paper what unfolds is there, and nothing is wider than the sheet, as far as it does not lie on a broad one.
async function checkPaper(browser, file) {
    const page = await open(browser, file, { width: 690 });
    await page.emulateMediaType("print");
    const closed = await page.evaluate(() => [...document.querySelectorAll("details > .inside")].filter(inside =>
        inside.getBoundingClientRect().height === 0).length);
    if (closed > 0) tell(file, `on paper ${closed} folds are closed`);
    const wide = await page.evaluate(() => [...document.querySelectorAll("table")].filter(table =>
        table.getBoundingClientRect().right > innerWidth + 1).map(table => `${table.innerText.slice(0, 40)} `
        + Math.round(table.getBoundingClientRect().right)));
    for (const one of wide) tell(file, `on paper a table is wider than the sheet: ${one}`);
    await checkWords(page, file, "on paper");
    const boxes = await page.evaluate(() => [...document.querySelectorAll("thead :is(a, button, input)")].filter(one =>
        one.getClientRects().length > 0).length);
    if (boxes > 0) tell(file, `on paper ${boxes} heads have something that takes focus, so that they are not repeated`);
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    if (pdf.length < 1000) tell(file, "nothing is printed");
    if (pdftotext !== "none")
        parted += await checkSheets(page, pdftotext, `${file}.pdf`, words => tell(file, `on paper ${words}`));
    await page.close();
}

// The first table that sorts: its last head, by keys.
async function checkSorting(page, file) {
    const has = await page.$("table.sorts th:last-child button");
    if (!has) return;
    for (const [key, order] of [["Enter", /ascending|descending/], [" ", /ascending|descending/]]) {
        const before = await page.evaluate(() => document.querySelector("table.sorts th:last-child").ariaSort);
        await page.focus("table.sorts th:last-child button");
        await page.keyboard.press(key);
        const [sort, cells] = await page.evaluate(() => [document.querySelector("table.sorts th:last-child")
            .getAttribute("aria-sort"), [...document.querySelectorAll("table.sorts tbody tr")].map(row =>
            parseFloat(row.lastElementChild.textContent)).filter(number => !Number.isNaN(number))]);
        const wanted = [...cells].sort((a, b) => sort === "ascending" ? a - b : b - a);
        if (!order.test(sort) || sort === before || cells.join() !== wanted.join())
            tell(file, `its table does not sort by ${JSON.stringify(key)}`);
    }
}

// Of pages in English: ranks, tiers and names begin with the first, shares with the greatest.
const FIRST_SORTING = [[/^(rank|tier|city)/, "ascending"], [/^rests on data/, "descending"]];

async function checkFirstSorting(page, file) {
    const orders = await page.evaluate(() => [...document.querySelectorAll("table.sorts th button")].map(button => {
        document.querySelectorAll("table.sorts th").forEach(head => head.removeAttribute("aria-sort"));
        button.click();
        return [button.textContent, button.closest("th").getAttribute("aria-sort")];
    }));
    for (const [title, order] of orders)
        for (const [words, wanted] of FIRST_SORTING)
            if (words.test(title) && order !== wanted) tell(file, `"${title}" sorts from the wrong end`);
}

// Ranges as "1–5" sort by where they begin, and of those that begin alike, by where they end.
async function checkRanges(page, file) {
    const wrong = await page.evaluate(() => [...document.querySelectorAll("table.sorts th button")].filter(button => {
        const head = button.closest("th"), at = head.cellIndex;
        head.setAttribute("aria-sort", "descending");
        button.click();
        const ranges = [...head.closest("table").tBodies[0].rows].map(row =>
            /^(\d+)(?:\u2013(\d+))?(?: |$)/.exec(row.cells[at].textContent)).filter(found => found).map(found =>
            [Number(found[1]), Number(found[2] ?? found[1])]);
        return ranges.some((range, i) => i > 0 && (range[0] < ranges[i - 1][0]
            || range[0] === ranges[i - 1][0] && range[1] < ranges[i - 1][1]));
    }).map(button => button.textContent));
    for (const title of wrong) tell(file, `ranges in "${title}" are not in order`);
}

async function checkFinding(page, file) {
    const box = await page.$("input[type=search]");
    if (!box) return;
    const [name, all] = await page.evaluate(() => [document.querySelector("table.sorts tbody th").textContent,
        document.querySelectorAll("table.sorts tbody tr").length]);
    await box.type(name.toUpperCase());
    const shown = await page.evaluate(() => [...document.querySelectorAll("table.sorts tbody tr")].filter(row =>
        row.offsetHeight > 0).length);
    if (shown < 1 || shown >= all) tell(file, `its box finds ${shown} of ${all} rows for "${name}"`);
}

async function check(browser, file) {
    const page = await open(browser, file);
    for (const scheme of SCHEMES)
        for (const width of WIDTHS) {
            await page.setViewport({ width, height: 900 });
            await showIn(page, scheme);
            const at = `${scheme}, ${width}`;
            await checkWidth(page, file, at);
            await checkCharts(page, file, at);
            await checkDrawings(page, file, at);
            await checkCells(page, file, at);
            if (scheme === "light") await checkWords(page, file, at);
            if (width < PHONE) await checkTables(page, file, at, width < 360 ? ".heat" : ".heat, .stacks");
            if (width === 390 || width === 1280) await checkAxe(page, file, at);
            if (width === 390 && scheme === "light") await checkRoles(page, file, at);
        }
    await checkOpened(page, file);
    await page.setViewport({ width: WIDTHS.at(-1), height: 900 });
    await checkFirstSorting(page, file);
    await checkRanges(page, file);
    await checkSorting(page, file);
    await checkFinding(page, file);
    await page.close();
    if (isFirefox) return;
    await checkWithoutScripts(browser, file);
    await checkPaper(browser, file);
}

const browser = await puppeteer.launch(isFirefox ? { browser: "firefox", executablePath: chromium }
    : { executablePath: chromium, args: ["--no-sandbox"] });
for (const file of files) await check(browser, file);
await browser.close();
if (!isFirefox && pdftotext !== "none" && files.length > 1 && parted === 0)
    tell("all", "no table goes on from sheet to sheet: nothing was seen");
if (wrong === 0) console.log("fine");
process.exit(wrong === 0 ? 0 : 1);
