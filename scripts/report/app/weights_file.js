// Weights as a change that is laid over the package, as --with has it: of each edition its own, of `weightsIn(edition)`;
// where one changes a weight the others keep theirs. Nothing where none is changed.

const luaTable = (rows) => `{ ${rows.map(([key, value]) => `[${JSON.stringify(key)}] = ${value}`).join(", ")} }`;

function weightsFile(editions, weightsIn) {
    const changed = new Set(editions.flatMap((edition) => [...weightsIn(edition).keys()]));
    if (changed.size === 0)
        return null;
    const [first, ...later] = editions.map((edition) => [edition.from, luaTable(edition.nodes.filter(({ code }) => changed.has(code))
        .map(({ code, weight }) => [code, weightsIn(edition).get(code) ?? weight]))]);
    const lines = [`weights = ${first[1]},`, ...(later.length > 0 ? [`weights_from = ${luaTable(later)},`] : [])];
    return `return package {\n    name = "weights", version = "1", api = 1,\n    ${lines.join("\n    ")}\n}\n`;
}
