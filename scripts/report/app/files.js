// Files that leave the page, to the reader's own disk, and come in from there.

function download(name, type, ...parts) {
    const url = URL.createObjectURL(new Blob(parts, { type }));
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function downloadPackage() {
    const files = Object.fromEntries(Object.entries(app.typed).map(([path, text]) => [`${content.name}/${path}`, text]));
    const reform = weightsFile(app.editions, weightsIn);
    if (reform)
        files["weights.lua"] = reform;
    download(`${content.name}.zip`, "application/zip", ...zipOf(files));
}

// --- figures ------------------------------------------------------------------------------------

async function saveCsv() {
    download("figures.csv", "text/csv", (await ask("files", { edits: edits() }))["data/observations.csv"]);
}

async function saveWorkbook() {
    download("figures.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", await ask("workbook", { edits: edits() }));
}

async function saveAll() {
    download("figures.zip", "application/zip", ...zipOf(await ask("files", { edits: edits() })));
}

// Tables of records that have no place in a file of figures.
const recordInputs = () => [...app.inputs.values()].filter(({ kind }) => kind === "records");

function showRecordsNote() {
    $("no-records").hidden = recordInputs().length === 0;
}

// Files with rows of records or of cities make a folder of data.
function placed(files) {
    const records = new Set(recordInputs().map((input) => `${input.name}.csv`));
    const names = Object.keys(files);
    const isFolder = names.length > 1 && names.some((name) => records.has(name) || name === "cities.csv");
    return isFolder ? Object.fromEntries(names.map((name) => [`data/${name}`, files[name]])) : files;
}

const isOldWorkbook = (bytes) => [0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => bytes[i] === byte);
const isData = (path) => /\.(csv|json|ndjson|jsonl)$/i.test(path);

const isPackage = (path) => /(^|\/)package\.(lua|json)$/.test(path);

// A file, or those of an archive that was saved here; a workbook is an archive, too, and is not read.
async function contentOf(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isOldWorkbook(bytes))
        throw new Error(say("workbook", { name: file.name }));
    if (!isArchive(bytes))
        return { [file.name]: bytes };
    const files = await unzipped(bytes).catch(() => undefined) ?? {};
    if (Object.keys(files).some(isPackage))
        throw new Error(say("package_opened", { name: file.name }));
    const found = Object.entries(files).filter(([path]) => isData(path));
    if (found.length === 0)
        throw new Error(say("workbook", { name: file.name }));
    return Object.fromEntries(found);
}

// What cannot be read changes nothing.
async function openFiles(list) {
    try {
        const files = Object.assign({}, ...await Promise.all(list.map(contentOf)));
        await useData(placed(files));
        showIssues(recordsMissing());
    } catch (error) {
        if (!(error instanceof Stopped))
            showFailure(error);
    }
    await showAll();
}

function showList(items, title) {
    $("issues-box").hidden = items.length === 0;
    $("issues-count").textContent = title;
    $("issues").replaceChildren(...items);
}

function showFailure(error) {
    const place = [error.file, error.line || null].filter(Boolean).join(":");
    const message = error.code === "empty" ? say("no_units") : error.message;
    showList([h("li", { class: "bad" }, `${place} ${message}`.trim())], say("unread"));
    $("issues-box").open = true;
    announce(message);
}

// A remark on the tables of records that the files opened have no row of.
function recordsMissing() {
    const missing = app.withoutRows.map((name) => app.inputs.get(name).label || name);
    return missing.length > 0 ? [h("li", { class: "doubt" }, say("records_missing", { tables: listed(missing) }))] : [];
}

// What is wrong with the data as they came, as the program tells it, behind what the page itself remarks.
function showIssues(remarks = []) {
    const n = remarks.length + app.issues.length;
    showList([...remarks, ...app.issues.slice(0, 200).map((issue) => h("li", { class: issue.severity === "rejected" ? "bad" : "doubt" },
        `${[issue.file, issue.line || null, issue.column || null].filter(Boolean).join(":")} ${issue.message}`))], say(n === 1 ? "issue" : "issues", { n }));
    if (remarks.length > 0)
        $("issues-box").open = true;
}
