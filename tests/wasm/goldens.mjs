// The program in WebAssembly gives what tests/cli/cases says, byte by byte: output, messages, exit code.
//
//   node goldens.mjs NPM SOURCES [NAME...]
//
// A case is left out where its command needs a shell, or what a build for WebAssembly does not have.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [npm, sources, ...names] = process.argv.slice(2);
const { load } = await import(pathToFileURL(`${npm}/hundredmark.mjs`));

// What a command names that is not there: see README.md of the package.
const MISSING = process.env.HM_NO_WORKBOOKS
    ? /\.(ods|sqlite|db)\b|\bxlsx\b|--format sqlite|^book-|\brepl\b|--watch|\/dev\//
    : /\.(ods|sqlite|db)\b|data\/\S*\.xlsx|--format sqlite|^book-|\brepl\b|--watch|\/dev\//;

function filesBelow(folder, below, found) {
    for (const name of readdirSync(folder)) {
        const path = `${folder}/${name}`;
        if (statSync(path).isDirectory())
            filesBelow(path, `${below}${name}/`, found);
        else
            found[below + name] = readFileSync(path);
    }
    return found;
}

// The words of a command; nothing where it takes more than a shell's quotes.
function wordsOf(command) {
    const words = [];
    const pattern = /\s*((?:'[^']*'|"[^"$`\\]*"|[^\s'"|&;<>()$`\\*?[\]#~]|\$TMP)+)/y;
    while (pattern.lastIndex < command.length) {
        const found = pattern.exec(command);
        if (!found)
            return null;
        words.push(found[1].replaceAll("$TMP", "/work/tmp").replace(/'([^']*)'|"([^"]*)"/g, "$1$2"));
    }
    return words;
}

function parse(name) {
    const text = readFileSync(`${sources}/tests/cli/cases/${name}.txt`, "utf8");
    const sections = { head: "", input: "", stdout: "", stderr: "" };
    let section = "head";
    let exit = "0";
    for (const line of text.split("\n").slice(0, -1)) {
        const title = /^--- (exit (\d+)|[a-z]+)$/.exec(line);
        if (title?.[2])
            exit = title[2];
        else if (title)
            section = title[1];
        else
            sections[section] += `${line}\n`;
    }
    return { name, exit: Number(exit), sections, command: /^\$ ([^\n]+)/m.exec(sections.head)[1] };
}

function shown(text) {
    text = text.replaceAll("/work/tmp", "TMP");
    return text === "" || text.endsWith("\n") ? text : `${text}\n\\ no newline at the end\n`;
}

const engine = await load();
const files = { ...filesBelow(`${sources}/tests/cli/data`, "tests/cli/data/", {}),
    ...filesBelow(`${sources}/examples`, "examples/", {}), ...filesBelow(`${sources}/indicators`, "indicators/", {}),
    "tmp/.keep": "" };

let done = 0;
let failed = 0;
const leftOut = [];
for (const file of readdirSync(`${sources}/tests/cli/cases`)) {
    const name = file.replace(/\.txt$/, "");
    if (!file.endsWith(".txt") || (names.length > 0 && !names.some((prefix) => name.startsWith(prefix))))
        continue;
    const expected = parse(name);
    const words = wordsOf(expected.command);
    if (!words || words[0] !== "hundredmark" || MISSING.test(`${name} ${expected.command}`)) {
        leftOut.push(name);
        continue;
    }
    const found = await engine.run(words.slice(1), { files, folder: "tests/cli", input: expected.sections.input,
        environment: { HUNDREDMARK_PATH: "" } });
    const same = { exit: found.status === expected.exit, stdout: shown(found.output) === expected.sections.stdout,
        stderr: shown(found.messages) === expected.sections.stderr };
    done++;
    if (Object.values(same).every(Boolean))
        continue;
    failed++;
    console.log(`${name}: ${Object.keys(same).filter((key) => !same[key]).join(", ")}: ${expected.command}`);
    if (!same.exit)
        console.log(`  exit ${found.status}, expected ${expected.exit}`);
    for (const [stream, text] of [["stdout", found.output], ["stderr", found.messages]]) {
        const [mine, theirs] = [shown(text).split("\n"), expected.sections[stream].split("\n")];
        const at = mine.findIndex((line, i) => line !== theirs[i]);
        if (!same[stream])
            console.log(`  ${stream} line ${at + 1}\n    expected: ${theirs[at]}\n    found:    ${mine[at]}`);
    }
}
console.log(`${done} cases, ${failed} failed, ${leftOut.length} left out`);
process.exit(failed > 0 || done === 0 ? 1 : 0);
