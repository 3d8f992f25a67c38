// Weights as a change that is laid over the package, as --with has it.
function weightsFile(weights) {
    const lines = [...weights].map(([code, weight]) => `        [${JSON.stringify(code)}] = ${weight},`);
    return `return package {\n    name = "weights", version = "1", api = 1,\n    weights = {\n${lines.join("\n")}\n    },\n}\n`;
}
