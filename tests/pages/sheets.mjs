// What the sheets of paper have of a page: where they break. Marks too small to be seen stand in the page before it is
// printed, and pdftotext says which sheet each of them is on.
//
// A heading, and the line that a fold begins with, is never the last on its sheet, a chart or a row is never cut, and
// each sheet that has rows of a table has its head, once.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

// Runs in the page. A mark is a word "kNx": its kind, the number of what it stands in, and where in it.
function setMarks() {
    const mark = word => {
        const one = document.createElement("span");
        one.textContent = `~${word}~`;
        one.style.cssText = "display:inline-block;width:0;height:0;font-size:1px;line-height:0;white-space:nowrap";
        return one;
    };
    const drawn = (svg, word, y) => {
        const one = document.createElementNS("http://www.w3.org/2000/svg", "text");
        one.textContent = `~${word}~`;
        one.setAttribute("style", "font-size:2px");
        const box = svg.viewBox.baseVal;
        one.setAttribute("x", box.x + 2);
        one.setAttribute("y", box.y + (y ? box.height - 1 : 3));
        svg.append(one);
    };
    const isThere = element => element.getClientRects().length > 0;
    const counts = { headings: 0, charts: 0, figures: 0, tables: 0 };
    const nextText = element => {    // the first letter behind an element
        const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        walker.currentNode = element;
        while (walker.nextNode())
            if (!element.contains(walker.currentNode) && walker.currentNode.textContent.trim() !== ""
                && isThere(walker.currentNode.parentElement) && !walker.currentNode.parentElement.closest("svg"))
                return walker.currentNode;
        return null;
    };
    const firstText = element => document.createTreeWalker(element, NodeFilter.SHOW_TEXT, text =>
        text.textContent.trim() === "" || text.parentElement.closest("svg") ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_ACCEPT)
        .nextNode();
    const heads = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6, summary)")].filter(isThere);
    const behind = heads.map(nextText);
    heads.forEach((head, n) => {
        const figure = head.nextElementSibling?.matches("figure")
            && [...head.nextElementSibling.querySelectorAll("svg")].find(isThere);
        if (!figure && !behind[n]) return;
        counts.headings++;
        firstText(head).before(mark(`h${n}a`));
        if (figure) drawn(figure, `h${n}b`, false);
        else behind[n].before(mark(`h${n}b`));
    });
    [...document.querySelectorAll("figure svg")].filter(isThere).forEach((svg, n) => {
        counts.charts++;
        drawn(svg, `c${n}a`, false);
        drawn(svg, `c${n}b`, true);
    });
    // With its title and what its marks mean, but for drawings that go on from sheet to sheet.
    [...document.querySelectorAll("figure:not(:has(> .paper-only))")].filter(isThere).forEach((figure, n) => {
        const svg = [...figure.querySelectorAll("svg")].find(isThere);
        const others = [...figure.children].filter(one => isThere(one) && !one.contains(svg) && firstText(one));
        if (others.length === 0) return;
        counts.figures++;
        drawn(svg, `f${n}a`, false);
        firstText(others.at(-1)).before(mark(`f${n}b`));
    });
    [...document.querySelectorAll("table")].filter(isThere).forEach((table, n) => {
        const head = [...table.querySelectorAll("thead th")].find(cell => isThere(cell) && cell.textContent.trim() !== "");
        if (!head) return;
        counts.tables++;
        firstText(head).before(mark(`t${n}h`));
        [...table.tBodies].flatMap(body => [...body.rows]).filter(isThere).forEach((row, i) =>
            row.cells[0].prepend(mark(`r${n}x${i}`)));
    });
    return counts;
}

// The sheets of each mark, in their order.
function sheetsOf(pdftotext, pdf, path) {
    writeFileSync(path, pdf);
    const text = execFileSync(pdftotext, ["-raw", "-enc", "UTF-8", path, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
    const sheets = new Map();
    text.split("\f").forEach((sheet, number) => {
        for (const [, word] of sheet.matchAll(/~(\w+)~/g))
            sheets.set(word, [...sheets.get(word) ?? [], number + 1]);
    });
    return sheets;
}

// `page` is set for print; `tell(words)` is told what is wrong.
export async function checkSheets(page, pdftotext, path, tell) {
    const counts = await page.evaluate(setMarks);
    const sheets = sheetsOf(pdftotext, await page.pdf({ format: "A4", printBackground: true }), path);
    const found = { headings: 0, charts: 0, figures: 0, tables: 0 }, rows = new Map();
    for (const [word, [sheet]] of sheets) {
        const [, kind, number] = /^(\w)(\d+)/.exec(word);
        if (kind === "r") rows.set(number, (rows.get(number) ?? new Set()).add(sheet));
        if (word.endsWith("h")) found.tables++;
        if (!word.endsWith("a")) continue;
        const end = sheets.get(`${kind}${number}b`)?.[0];
        found[{ h: "headings", c: "charts", f: "figures" }[kind]]++;
        if (end !== sheet)
            tell(kind === "h" ? `heading ${number} is the last on sheet ${sheet}: what follows is on ${end}`
                : `${kind === "c" ? "chart" : "figure"} ${number} is cut: it begins on sheet ${sheet} and ends on ${end}`);
    }
    for (const kind of Object.keys(counts))
        if (found[kind] !== counts[kind]) tell(`of ${counts[kind]} ${kind} ${found[kind]} are printed`);
    for (const [number, on] of rows) {
        const heads = sheets.get(`t${number}h`) ?? [];
        const without = [...on].filter(sheet => !heads.includes(sheet));
        if (without.length > 0) tell(`table ${number} has rows without their head on sheets ${without}`);
        if (new Set(heads).size !== heads.length) tell(`table ${number} has its head twice on a sheet`);
    }
    return [...rows.values()].filter(on => on.size > 1).length;
}
