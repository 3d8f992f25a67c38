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

// A number as people read it.
function shown(number, decimals = 1) {
    if (number === null || number === undefined)
        return "–";
    return app.engine.fixed(number, decimals).replace(".", content.decimal).replace("-", "−");
}

function signed(number, decimals = 1) {
    const text = shown(number, decimals);
    return number > 0 ? `+${text}` : text;
}

// What has no digit left is no change.
function changeOf(now, before, decimals = 1) {
    if (now === null || before === null || now === undefined || before === undefined)
        return null;
    const difference = now - before;
    return /[1-9]/.test(app.engine.fixed(difference, decimals)) ? difference : 0;
}

function changeMark(now, before) {
    const change = changeOf(now, before);
    if (!change)
        return h("span", { class: "change" });
    return h("span", { class: `change ${change > 0 ? "better" : "worse"}` },
        `${change > 0 ? "▲" : "▼"} ${signed(change)}`);
}

// Calls when no more call came for a while.
function settled(action, milliseconds) {
    let timer;
    return (...given) => {
        clearTimeout(timer);
        timer = setTimeout(() => action(...given), milliseconds);
    };
}

// Said to those who do not see the page.
function announce(text) {
    $("said").textContent = text;
}
