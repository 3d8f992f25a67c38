// Validates files of JSON by a JSON Schema, and prints `fine`, or what does not conform.
//
//     node validate.mjs NODE_MODULES SCHEMA [--closed] [--element TABLE | --member NAME] FILE...
//
// --closed: objects have no members but those that the schema names. --element: a file is NDJSON, each
// line of it an element of this array of the schema; `-` of the schema's own array. --member: of each
// document this member alone, by what the schema says of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, schemaFile, ...rest] = process.argv.slice(2);
const Ajv = createRequire(folder + "/")("ajv/dist/2020").default;

// Later versions may add members, and so the schema lets them be: here one that it does not name is a slip.
function close(schema) {
    if (typeof schema !== "object" || schema === null) return;
    if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
    Object.values(schema).forEach(close);
}

const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
if (rest[0] === "--closed") {
    rest.shift();
    close(schema);
}
let element, member;
if (rest[0] === "--element") {
    rest.shift();
    element = rest.shift();
} else if (rest[0] === "--member") {
    rest.shift();
    member = rest.shift();
}

const ajv = new Ajv({ allErrors: false, strict: true, strictRequired: true, allowUnionTypes: true });
const whole = { ...schema };
if (element !== undefined) {
    const array = element === "-" ? whole.$defs.rows : whole.properties[element];
    for (const word of ["type", "required", "properties", "additionalProperties", "oneOf"]) delete whole[word];
    Object.assign(whole, array.items);
} else if (member !== undefined) {
    whole.required = [member];
    whole.properties = { [member]: whole.properties[member] };
    delete whole.additionalProperties;
}
const validate = ajv.compile(whole);

for (const file of rest) {
    const text = readFileSync(file, "utf8");
    const documents = element === undefined ? [text] : text.split("\n").filter((line) => line !== "");
    if (documents.length === 0) console.log(`${file}: empty`);
    for (const [i, document] of documents.entries())
        if (!validate(JSON.parse(document)))
            console.log(`${file}:${i + 1}: ${ajv.errorsText(validate.errors)} ${document.slice(0, 200)}`);
}
console.log("fine");
