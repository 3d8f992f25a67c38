// Runs statements in a DuckDB of its own and prints the rows of the last one, cells parted by `|`.
//
//     node duckdb.mjs NODE_MODULES 'SQL; SQL'
import { createRequire } from "node:module";

const [folder, sql] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(folder + "/")("@duckdb/node-api");

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const statements = await connection.extractStatements(sql);
let rows = [];
for (let i = 0; i < statements.count; i++) {
    const statement = await statements.prepare(i);
    rows = (await statement.runAndReadAll()).getRows();
}
for (const row of rows) console.log(row.map((cell) => (cell === null ? "" : String(cell))).join("|"));
