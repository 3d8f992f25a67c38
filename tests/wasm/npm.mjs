// The npm package: packed, installed in a folder of its own without the network, and loaded by its name.
//
//   node npm.mjs NPM FOLDER
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const [npm, folder] = process.argv.slice(2);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const options = { cwd: folder, encoding: "utf8" };
const packed = JSON.parse(execFileSync("npm", ["pack", npm, "--json"], options))[0];
assert.deepEqual(packed.files.map(({ path }) => path).sort(),
    ["LICENSE", "README.md", "hundredmark.d.ts", "hundredmark.mjs", "hundredmark.wasm", "package.json"]);

// What is built in brings its licence along.
const licences = readFileSync(`${npm}/LICENSE`, "utf8");
assert.match(licences, /hundredmark authors[^]*Lua\.org, PUC-Rio[^]*Permission is hereby granted/);
assert.match(licences, /John McNamara[^]*Jean-loup Gailly/);

writeFileSync(`${folder}/package.json`, `{ "name": "user", "private": true, "type": "module" }`);
execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", packed.filename], options);
writeFileSync(`${folder}/use.mjs`, `import { load } from "hundredmark";
console.log((await load()).builtinPackages().join());
`);
assert.equal(execFileSync(process.execPath, ["use.mjs"], options), "iso-iec-30146\n");

const described = JSON.parse(readFileSync(`${folder}/node_modules/hundredmark/package.json`, "utf8"));
assert.equal(described.license, "MIT");
