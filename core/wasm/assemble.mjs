// Puts together what a build for WebAssembly gives: the npm package, and the engine as one script for a page.
//
//   node assemble.mjs SOURCES BUILD VERSION NOTICES...
//
// NOTICES are files of the libraries in it that hold their licences, which go wherever they go.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [sources, build, version, ...notices] = process.argv.slice(2);
const wasm = `${sources}/core/wasm`;

const text = (path) => readFileSync(path, "utf8");
const glue = text(`${build}/engine.js`);
const api = text(`${wasm}/api.js`);

// Of a header the comment with the copyright in it.
const noticeOf = (path) => (text(path).match(/\/\*[^]*?\*\//g) ?? [text(path)]).find((comment) => /Copyright (\([Cc]\) )?[12]/.test(comment))
    .replace(/^\/\*+|\*+\/$/g, "").trim();
const licences = `${text(`${sources}/LICENSE`)}
What is built into the module has licences of its own:

${notices.map(noticeOf).join("\n\n---\n\n")}
`;

mkdirSync(`${build}/npm`, { recursive: true });
copyFileSync(`${build}/engine.wasm`, `${build}/npm/hundredmark.wasm`);
copyFileSync(`${wasm}/hundredmark.d.ts`, `${build}/npm/hundredmark.d.ts`);
copyFileSync(`${wasm}/README.md`, `${build}/npm/README.md`);
writeFileSync(`${build}/npm/LICENSE`, licences);
writeFileSync(`${build}/npm/package.json`, text(`${wasm}/package.json.in`).replace("@VERSION@", version));
writeFileSync(`${build}/npm/hundredmark.mjs`, glue + api + text(`${wasm}/module_end.js`));

// The first line is what `app` knows it by.
const page = `/* hundredmark engine ${version} */
/*
${licences.replaceAll("*/", "* /").replaceAll("</script", "< /script")}*/
const hundredmark = (() => {
${glue}${api}${text(`${wasm}/page_end.js`)}
return { load, HundredmarkError };
})();
const hundredmarkModule = "${gzipSync(readFileSync(`${build}/engine.wasm`), { level: 9 }).toString("base64")}";
`;
if (page.includes("</script"))
    throw new Error("the engine cannot stand in a page: it has the end of a script in it");
mkdirSync(`${build}/page`, { recursive: true });
writeFileSync(`${build}/page/hundredmark.engine.js`, page);
