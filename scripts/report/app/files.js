// Files that leave the page, to the reader's own disk, and come in from there.

function download(name, type, ...parts) {
    const url = URL.createObjectURL(new Blob(parts, { type }));
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// --- zip ----------------------------------------------------------------------------------------

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++)
        n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
});

function crcOf(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes)
        crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
}

// Numbers of so many bytes each, the least byte first.
function packed(...fields) {
    return Uint8Array.from(fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)));
}

// An archive whose files are stored as they are, named in UTF-8, of 1980-01-01: same files, same bytes.
function zipOf(files) {
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const [path, text] of Object.entries(files)) {
        const name = new TextEncoder().encode(path);
        const bytes = new TextEncoder().encode(text);
        const common = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [crcOf(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]];
        const head = packed([0x04034b50, 4], ...common);
        directory.push(packed([0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), name);
        parts.push(head, name, bytes);
        offset += head.length + name.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const count = Object.keys(files).length;
    return [...parts, ...directory, packed([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2])];
}

function downloadPackage() {
    const files = Object.fromEntries(Object.entries(app.files).map(([path, text]) => [`${content.name}/${path}`, text]));
    if (app.weights.size > 0)
        files["weights.lua"] = weightsFile();
    download(`${content.name}.zip`, "application/zip", ...zipOf(files));
}

// --- figures ------------------------------------------------------------------------------------

const allUnits = () => app.units.map((_, unit) => unit);

function saveCsv() {
    download("figures.csv", "text/csv", changedData(allUnits())["data/observations.csv"]);
}

function saveAll() {
    download("figures.zip", "application/zip", ...zipOf(changedData(allUnits())));
}

async function openFiles(list) {
    const before = app.dataFiles;
    const files = {};
    for (const file of list)
        files[file.name] = new Uint8Array(await file.arrayBuffer());
    const records = new Set([...app.inputs.values()].filter((input) => input.kind === "records").map((input) => `${input.name}.csv`));
    const isFolder = list.length > 1 && Object.keys(files).some((name) => records.has(name) || name === "cities.csv");
    app.dataFiles = isFolder ? Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`data/${name}`, bytes])) : files;
    try {
        for (const map of [app.changes, app.records])
            map.clear();
        app.unit = 0;
        useData();
        showAll();
        showIssues();
    } catch (error) {
        app.dataFiles = before;
        useData();
        showAll();
        $("issues").replaceChildren(h("li", { class: "bad" }, error.message));
        $("issues-box").hidden = false;
        $("issues-box").open = true;
    }
}

// What is wrong with the data as they came, as the program tells it.
function showIssues() {
    const issues = [...app.data.issues(3), ...app.scores.issues(3)];
    $("issues-box").hidden = issues.length === 0;
    $("issues-count").textContent = say("issues", { n: issues.length });
    $("issues").replaceChildren(...issues.slice(0, 200).map((issue) => h("li", { class: issue.severity === "rejected" ? "bad" : "doubt" },
        `${[issue.file, issue.line || null, issue.column || null].filter(Boolean).join(":")} ${issue.message}`)));
}
