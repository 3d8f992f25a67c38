
// --- the ES module ------------------------------------------------------------------------------

const load = (options = {}) => open({ wasm: new URL("./hundredmark.wasm", import.meta.url), ...options });

export { load, HundredmarkError, Engine, Package, Data, Scores, Fits, Session };
