// Elements of the page. Text is always text: nothing that a file says becomes markup.

// h("p", { class: "note" }, "text", element, ...): attributes that are false or null are left out, functions are
// listeners.
function h(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
        if (typeof value === "function")
            element.addEventListener(key, value);
        else if (value !== false && value !== null && value !== undefined)
            element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

const $ = (id) => document.getElementById(id);

// A text of the page in its language, with its places filled in.
function say(name, fields = {}) {
    const text = content.words[name];
    if (text === undefined)
        throw new Error(`no text '${name}'`);
    return text.replace(/{(\w+)}/g, (place, field) => fields[field] ?? place);
}

// Texts behind each other, as the language joins them: "a, b", "a, b; c", and sentences.
const listed = (texts) => texts.join(say("comma"));
const clauses = (texts) => texts.join(say("semicolon"));
const sentences = (texts) => texts.join(say("blank"));

// A number with so many decimals, halves away from zero, of its shortest text: as the program has it.
function fixed(number, decimals) {
    const [mantissa, exponent] = Math.abs(number).toExponential().split("e");
    const digits = mantissa.replace(".", "");
    const beyond = digits.length - 1 - Number(exponent) - decimals; // digits that are given up
    const unit = 10n ** BigInt(Math.abs(beyond));
    const whole = beyond > 0 ? (BigInt(digits) + unit / 2n) / unit : BigInt(digits) * unit;
    const text = String(whole).padStart(decimals + 1, "0");
    return (number < 0 && whole > 0n ? "-" : "") + (decimals > 0 ? `${text.slice(0, -decimals)}.${text.slice(-decimals)}` : text);
}

// A score as people read it: from five digits on with what the language has between thousands, as the program has it.
function shown(number, decimals = 1) {
    if (number === null || number === undefined)
        return "–";
    const [whole, rest] = fixed(number, decimals).replace("-", "−").split(".");
    const parted = /\d{5}/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, content.thousands) : whole;
    return rest === undefined ? parted : parted + content.decimal + rest;
}

// A number as it stands in data, with the decimal sign of the language.
const localized = (text) => (/^[-+]?\d*\.\d+$/.test(text) ? text.replace(".", content.decimal) : text);

function signed(number, decimals = 1) {
    const text = shown(number, decimals);
    return number > 0 ? `+${text}` : text;
}

// What has no digit left is no change.
function changeOf(now, before, decimals = 1) {
    if (now === null || before === null || now === undefined || before === undefined)
        return null;
    const difference = now - before;
    return /[1-9]/.test(fixed(difference, decimals)) ? difference : 0;
}

// Of some scores less is better.
const isLeastFirst = (node) => Boolean(node.less_is_better);

function changeMark(node, now, before) {
    const change = changeOf(now, before);
    if (!change)
        return h("span", { class: "change" });
    const isBetter = change > 0 !== isLeastFirst(node);
    return h("span", { class: `change ${isBetter ? "better" : "worse"}` },
        `${change > 0 ? "▲" : "▼"} ${signed(change)}`);
}

// A table of numbers, whose first column names the rows; on phones names stand above the numbers (table_style.lua), with
// roles for readers of screens that do not know it for a table then.
function numbersTable(label, titles, rows) {
    const head = (title, i) => (title === "" ? h("td", { class: "names", role: "cell" })
        : h("th", { scope: "col", role: "columnheader", class: i > 0 ? "number" : "names" }, title));
    const cell = (text, i) => (i === 0 ? h("th", { scope: "row", role: "rowheader" }, text) : h("td", { class: "number", role: "cell" }, text));
    return h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": label },
        h("table", { class: "stacks", role: "table", style: `--columns:${titles.length - 1};--names:1` },
            h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, titles.map(head))),
            h("tbody", { role: "rowgroup" }, rows.map((cells) => h("tr", { role: "row" }, cells.map(cell))))));
}

// What stands on a page of the program, a document of HTML, to stand within this one.
function contentOfPage(page) {
    const parsed = new DOMParser().parseFromString(page, "text/html");
    for (const heading of parsed.querySelectorAll("main > h1"))
        heading.replaceWith(h("h2", {}, heading.textContent));
    return (parsed.querySelector("main") ?? parsed.body).childNodes;
}

// Calls when no more call came for a while.
function settled(action, milliseconds) {
    let timer;
    return (...given) => {
        clearTimeout(timer);
        timer = setTimeout(() => action(...given), milliseconds);
    };
}

// Fills an element anew; what had the focus in it has it again, by its id.
function refill(element, ...children) {
    const id = element.contains(document.activeElement) ? document.activeElement.id : "";
    element.replaceChildren(...children);
    if (id !== "")
        $(id)?.focus();
}

// Said to those who do not see the page.
function announce(text) {
    $("said").textContent = text;
}
