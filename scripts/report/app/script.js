// The package's own files, edited with the engine's messages and the worked examples running.

function showMessages(list) {
    $("messages").replaceChildren(...list);
}

function goToLine(line) {
    const area = $("source");
    const before = area.value.split("\n").slice(0, Math.max(0, line - 1)).join("\n");
    const start = before.length + (line > 1 ? 1 : 0);
    const end = area.value.indexOf("\n", start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? area.value.length : end);
}

const ownPath = (file) => (file.startsWith(`${content.name}/`) ? file.slice(content.name.length + 1) : file);

function messageItem(kind, file, line, text) {
    const path = ownPath(file);
    return h("li", { class: kind }, h("button", { class: "link", click: () => {
        if (path in app.typed)
            editFile(path);
        goToLine(line);
    } }, line ? `${path}:${line}` : path), ` ${text}`);
}

const holds = (result) => result.wrong.length === 0;

// How many worked examples hold, of all and of those in the file.
function testsText(results, path) {
    const counts = (list) => ({ passed: list.filter(holds).length, n: list.length });
    const here = results.filter((result) => ownPath(result.file) === path);
    return clauses([say("tests", counts(results)), here.length > 0 ? say("tests_here", counts(here)) : say("tests_elsewhere")]);
}

async function testItems(path) {
    const results = await ask("test");
    const failed = results.filter((result) => !holds(result));
    return [h("li", { class: failed.length > 0 ? "bad" : "better" }, testsText(results, path)),
        ...failed.map((result) => messageItem("bad", result.file, result.line, say("labelled", { label: `${result.group} ${result.name}`, text: clauses(result.wrong) })))];
}

// What was typed holds once the package can be opened with it.
const tryFiles = settled(async (path) => {
    const files = { ...app.typed };
    try {
        const made = await askLatest("package", "usePackage", packageGiven(files), (described) => takePackage(files, described));
        if (!made)
            return;
        await openSession(app.unit);
        await showAll();
        showMessages([...made.issues.map((issue) => messageItem("doubt", issue.file, issue.line, issue.message)), ...await testItems(path)]);
    } catch (error) {
        if (error instanceof Stopped)
            return;
        const issues = error.issues?.length > 0 ? error.issues : [{ file: error.file ?? "", line: error.line ?? 0, message: error.message }];
        showMessages(issues.map((issue) => messageItem("bad", issue.file, issue.line, issue.message)));
    }
}, 300);

function editFile(path) {
    app.edited = path;
    $("file").value = path;
    $("source").value = app.typed[path];
}

async function showScript() {
    if ($("source"))
        return;
    const paths = Object.keys(app.typed).sort();
    const area = h("textarea", { id: "source", spellcheck: "false", rows: 24, wrap: "off", input: () => {
        app.typed[app.edited] = area.value;
        tryFiles(app.edited);
    } });
    $("script").replaceChildren(h("p", {}, h("label", { for: "file" }, say("file")), " ",
        h("select", { id: "file", change: ({ target }) => editFile(target.value) }, paths.map((path) => h("option", { value: path }, path))), " ",
        h("button", { type: "button", click: () => {
            app.typed[app.edited] = content.files[app.edited];
            editFile(app.edited);
            tryFiles(app.edited);
        } }, say("undo")), " ",
        h("button", { type: "button", click: downloadPackage }, say("download"))),
    h("label", { for: "source", class: "hidden" }, say("source")), area, h("div", { role: "status" }, h("ul", { id: "messages" })));
    editFile(paths.find((path) => path !== "package.lua" && path !== "inputs.lua" && path.endsWith(".lua")) ?? paths[0]);
    showMessages(await testItems(app.edited));
}
