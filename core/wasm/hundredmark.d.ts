/** Files in memory, by their paths below a virtual folder: "package.lua", "lib/rates.lua". */
export type Files = Record<string, string | Uint8Array>;

/** An issue: what is wrong with data or a package, though all else goes on. */
export interface Issue {
    severity: "note" | "warning" | "rejected";
    /** A word for what is wrong, for programs. */
    code: string;
    /** "" where it stands in no file; lines and columns count from 1. */
    file: string;
    line: number;
    column: number;
    sheet?: string;
    city?: string;
    period?: string;
    input?: string;
    node?: string;
    rule?: string;
    found?: string;
    expected?: string;
    /** For people. */
    message: string;
    /** One issue that stands for several says how many. */
    count?: number;
    rows?: string;
}

/** What a call ends with that cannot do what it is asked for. */
export class HundredmarkError extends Error {
    readonly code: "argument" | "package" | "data" | "limit" | "memory" | "output" | "cancelled" | "internal";
    /** The message without its place. */
    readonly reason: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    /** Of a package that cannot be opened: all that was found. */
    readonly issues: Issue[];
}

export interface LoadOptions {
    /** The module: where it is, its bytes, or compiled. By default hundredmark.wasm beside this file. */
    wasm?: URL | string | BufferSource | WebAssembly.Module;
}

/** Makes an engine. Several share nothing. */
export function load(options?: LoadOptions): Promise<Engine>;

export interface PackageOptions {
    /** The package itself, by its paths; `name` is then only what messages call it. */
    files?: Record<string, string>;
    /** Files of changes that are laid over the package, in their order, as --with. */
    reforms?: Files;
    /** Parameters of the package, as --set. */
    settings?: Record<string, number>;
    /** Bounds of every script: see hm.open_package in the documentation of the Lua module. */
    steps?: number;
    memory?: number;
    seconds?: number;
    string_size?: number;
    block_size?: number;
    source_size?: number;
    load_seconds?: number;
    load_steps?: number;
}

export interface ReadOptions {
    /** What is read, in this order; by default each file and folder at the top that is none of those below. */
    paths?: string[];
    /** Files with the rows of records, by the names of these. */
    records?: Record<string, string>;
    /** Files of what is said of cities. */
    cities?: string[];
    /** All issues, not the first hundred of a kind. */
    keepIssues?: boolean;
    /** How files are to be read that do not show it by themselves: as the options of `dataset:read`. */
    encoding?: string;
    delimiter?: string;
    quote?: string;
    comment?: string;
    header_rows?: number | number[];
    no_header?: boolean;
    skip_last?: number;
    decimal?: string;
    group?: string;
    missing?: string[];
    period_format?: string;
    recipe?: string;
}

export interface RunOptions {
    /** What lies in the folder that the program runs in. */
    files?: Files;
    /** Which folder of these it runs in; at the top unless said. */
    folder?: string;
    /** Packages that are installed, by their names. */
    packages?: Record<string, Files>;
    /** Standard input. */
    input?: string | Uint8Array;
    environment?: Record<string, string>;
}

export interface RunResult {
    /** The exit code. */
    status: number;
    /** Standard output, as text and as it is. */
    output: string;
    bytes: Uint8Array;
    /** Standard error. */
    messages: string;
    /** Files that the program wrote. */
    files: Record<string, Uint8Array>;
}

export class Engine {
    readonly version: string;
    builtinPackages(): string[];
    /** The files of a package that is built in; nothing for another name. */
    packageFiles(name: string): Record<string, string> | undefined;
    /** Installs a package that others extend or that is opened by its name. */
    addPackage(name: string, files: Files): void;
    openPackage(name: string, options?: PackageOptions): Package;
    /** Reads data: one CSV file as text, or files; folders with observations.csv, as the program does. */
    readData(files: string | Files, options?: ReadOptions): Data;
    /** Runs a command line, without the program's name, in a folder of its own. */
    run(commandLine: string[], options?: RunOptions): Promise<RunResult>;
    /** Answers people in this language from now on: messages, explanations, and texts of packages that are opened
        then, which take its words for yes and no. False where only packages may know it. */
    speak(tag: string): boolean;
    /** A number with so many decimals, halves away from zero, as the program shows it. */
    fixed(number: number, decimals: number): string;
    close(): void;
}

export interface Column {
    name: string;
    type: "text" | "number" | "integer" | "flag";
    unit?: string;
}

export type Cell = string | number | boolean | null;

export interface Table {
    name: string;
    columns: Column[];
    rows: Record<string, Cell>[];
}

export type Status =
    "scored" | "not_reported" | "not_applicable" | "undefined" | "invalid" | "failed" | "insufficient";

/** A row of scores; null for what is not there. */
export interface Row {
    city: string;
    period: string;
    code: string;
    parent: string;
    depth: number;
    name: string;
    value: number | null;
    score: number | null;
    weight: number;
    contribution: number | null;
    coverage: number;
    applicable: number;
    rank: number | null;
    status: Status;
    flags: string;
    class: string | null;
    unranked: boolean | null;
    reason: string | null;
}

export interface TestResult {
    /** The code of the indicator, or the rule. */
    group: string;
    name: string;
    file: string;
    line: number;
    /** What differs from what the test says; nothing where it passed. */
    wrong: string[];
}

/** Facts of a package as the Lua module `hundredmark` gives them, whose documentation lists all fields. */
export interface Node {
    code: string;
    name: string;
    about: string;
    parent?: string;
    depth: number;
    weight: number;
    share: number;
    kind: "group" | "indicator";
    children: string[];
    [field: string]: unknown;
}

export interface Input {
    name: string;
    label: string;
    kind: "count" | "amount" | "number" | "flag" | "grade" | "choice" | "records";
    unit?: string;
    min?: number;
    max?: number;
    warn_min?: number;
    warn_max?: number;
    may_be_na?: boolean;
    many?: boolean;
    asked_if?: string;
    asked_if_inputs?: string[];
    options?: string[];
    columns?: Input[];
    indicators: string[];
    [field: string]: unknown;
}

export interface Indicator {
    code: string;
    name: string;
    form: "expression" | "function";
    formula?: string;
    inputs: string[];
    file: string;
    line: number;
    [field: string]: unknown;
}

export interface PackageInfo {
    name: string;
    version: string;
    api: number;
    title: string;
    [field: string]: unknown;
}

/** What the engine holds until it is closed, or nobody can reach it any more. */
interface Held {
    close(): void;
}

export interface Package extends Held {
    info(): PackageInfo;
    /** Parents before their children; as they hold in a period, or in an edition (the first is 1). */
    nodes(period?: string | number): Node[];
    indicator(code: string, period?: string | number): Indicator;
    inputs(): Input[];
    parameters(): Record<string, unknown>[];
    rules(): Record<string, unknown>[];
    editions(): { from: string }[];
    /** Which of the editions a period counts by, from 0. */
    editionOf(period: string): number;
    /** Warnings of opening it. */
    issues(): Issue[];
    /** Where a field of an indicator's script stands. */
    locate(code: string, ...fields: (string | number)[]): { file: string; line: number };
    /** Runs the worked examples that it has. */
    test(): TestResult[];
    score(data: Data, options?: ScoreOptions): Scores;
    session(data: Data, unit?: number, options?: LimitOptions): Session;
    /** The tables improve, outcome, decisions and alternatives. */
    improve(data: Data, unit?: number, options?: ImproveOptions): Record<string, Table>;
    /** What people read of them, as a document of HTML. */
    improvePage(data: Data, unit?: number, options?: ImproveOptions): string;
}

export interface LimitOptions {
    run_seconds?: number;
    run_steps?: number;
    /** What other cities have taught, in place of learning it from these. */
    fits?: Fits;
}

/** What steps have learnt from all cities. */
export interface Fits extends Held {}

export interface ScoreOptions extends LimitOptions {
    rank_levels?: number;
    verified_only?: boolean;
    unfinished?: boolean;
}

export interface ImproveOptions extends LimitOptions {
    /** One of these three: a score to be reached, a cost, a city to be ahead of. */
    target?: number;
    budget?: number;
    pass?: string;
    costs?: { input: string; cost?: number; step?: number; low?: number; high?: number; fixed?: boolean }[];
    without?: string[];
    alternatives?: boolean;
}

export interface Unit {
    city: string;
    period: string;
}

export interface Observation {
    state: string;
    text: string;
    quality?: string;
    source?: string;
    note?: string;
    verified?: boolean;
    file: string;
    line: number;
    column: number;
}

/** Finished data. Units count from 0. */
export interface Data extends Held {
    units(): Unit[];
    /** The unit of a city in a period, or without one in the latest that the data have of it. */
    unitOf(city: string, period?: string): number;
    city(unit: number): Record<string, string | boolean>;
    /** Nothing where nobody mentions the input. */
    observation(unit: number, input: string): Observation | undefined;
    /** All that is said of a unit. */
    observations(unit: number): (Observation & { input: string })[];
    /** The figures of these units as a long CSV, with other ones in place of what the data have. */
    text(units: number[], changes?: { unit: number; input: string; text: string }[]): string;
    /** What the data say of the cities of these units, as a file of cities; nothing where they say nothing. */
    citiesText(units: number[]): string | undefined;
    inputs(): string[];
    /** What is wrong with the data as such; `most` of a kind. */
    issues(most?: number): Issue[];
    files(): { name: string; sha256: string; size: number; seconds: number }[];
}

export interface TableOptions {
    /** Numbers of units; all without them. */
    units?: number[];
    depth?: number;
    wide?: boolean;
}

export interface TextOptions extends TableOptions {
    /** "scores" unless said. */
    table?: string;
    format?: "csv" | "json" | "ndjson";
    header?: boolean;
    safe_cells?: boolean;
    bom?: boolean;
    delimiter?: string;
    decimal?: string;
}

export interface AnalyseOptions {
    table?: string;
    units?: number[];
    settings?: Record<string, number>;
    way?: string;
    depth?: number;
    from?: string;
    to?: string;
    targets?: { code: string; score: number; period: string }[];
}

export interface Scores extends Held {
    rows(unit?: number, depth?: number): Row[];
    row(unit: number, code: string): Row | undefined;
    /** What measures saw of an input. */
    input(unit: number, name: string): { state: string; value?: number; text?: string } | undefined;
    /** Figures that do not suit their inputs, rules that are broken, scripts that failed. */
    issues(most?: number): Issue[];
    tables(): string[];
    table(name?: string, options?: TableOptions): Table;
    analyse(name: string, options?: AnalyseOptions): Table;
    /** A table as the program writes it, byte by byte. */
    text(options?: TextOptions): string;
    /** How a score came about: a page to be read, and all that is in it as tables. */
    explain(unit: number, code: string): { text: string; tables: Record<string, Table> };
    /** The index of each unit, the best of all periods first. */
    ranking(): { unit: number; score: number | null; rank: number | null }[];
    /** Where a unit would stand with this score of the index, the others of its period staying as they are; nothing
        where it is not ranked or the only one. */
    place(unit: number, score: number): { rank: number; of: number } | undefined;
    /** That page as a document of HTML; `alone` says nothing of ranks. */
    explainPage(unit: number, code: string, alone?: boolean): string;
    /** The cells of a unit's rows of records, as texts, in the order of `columns`. */
    recordCells(unit: number, name: string, columns: string[]): string[][];
    /** Rows of records as a CSV, with other rows in place of what the data have; nothing where there are none. */
    recordsText(name: string, columns: string[], units: number[], changed?: { unit: number; rows: string[][] }[]):
        string | undefined;
    /** Nothing where no step learns. */
    fits(): Fits | undefined;
}

/** One city again and again: figures and weights are changed, then `score` takes what depends on them anew. */
export interface Session extends Held {
    /** A number, true or false, or the text that a cell of data would hold. Gives what is odd about it. */
    set(input: string, figure: number | boolean | string): string | undefined;
    setWeight(code: string, weight: number): void;
    /** All figures as the data have them. */
    reset(): void;
    rebind(unit: number): void;
    /** Learns anew what scales learn from all cities, and scores. */
    refit(): void;
    score(): void;
    /** Rules that the figures break. */
    issues(): Issue[];
    rows(depth?: number): Row[];
    row(code: string): Row | undefined;
}
