// DuckDB through its Node client. Prints `NAME SECONDS` a run; results are compared by the sums.
//
//     node peer_duckdb.mjs FOLDER read|end|index FILE RUNS [OUT]      (FOLDER: emit.lua's)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, what, path, runs, out] = process.argv.slice(2);
const require = createRequire(folder + "/");
const { DuckDBInstance } = require("@duckdb/node-api");

const connect = async () => (await DuckDBInstance.create(":memory:")).connect();
const read = `CREATE TABLE data AS SELECT * FROM read_csv('${path}')`;

async function score(connection) {
    await connection.run(read);
    for (const statement of readFileSync(folder + "/measures.sql", "utf8").split(";\n")) {
        if (statement.trim()) await connection.run(statement);
    }
}

for (let i = 0; i < Number(runs); i++) {
    const connection = await connect();
    const start = performance.now();
    if (what === "read") {
        await connection.run(read);
    } else {
        await score(connection);
        if (what === "end") {
            await connection.run(`COPY (SELECT city, period, COLUMNS(c -> c in ('index',
                'performance', 'capability', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6'))
                FROM level0) TO '${out}'`);
        }
    }
    console.log(`duckdb-${what} ${((performance.now() - start) / 1000).toFixed(9)}`);
    if (what === "index") {
        const rows = await connection.runAndReadAll(
            `SELECT count("index")::INT, sum("index") FROM level0`);
        console.error("index", ...rows.getRows()[0]);
    }
}
