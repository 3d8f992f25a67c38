// The engine works in a thread of its own, so that the page never waits: what is asked of it is answered later.

const link = { worker: null, asked: 0, waiting: new Map(), busyTimer: null };

// An answer that nobody gives any more.
class Stopped extends Error {}

function startWorker() {
    link.worker?.terminate();
    for (const line of lines.values()) {
        line.next?.resolve(undefined);
        line.next = null;
    }
    for (const { reject } of link.waiting.values())
        reject(new Stopped());
    link.waiting.clear();
    const url = URL.createObjectURL(new Blob([$("engine").textContent, $("scoring").textContent], { type: "text/javascript" }));
    link.worker = new Worker(url);
    link.worker.onmessage = ({ data }) => {
        URL.revokeObjectURL(url);
        answer(data);
    };
    link.worker.onerror = (event) => {
        event.preventDefault();
        for (const number of [...link.waiting.keys()])
            answer({ number, error: { message: event.message || say("no_worker"), code: "worker", issues: [] } });
    };
}

function answer({ number, value, error }) {
    const waiting = link.waiting.get(number);
    if (!waiting)
        return;
    link.waiting.delete(number);
    showBusy();
    if (error)
        waiting.reject(Object.assign(new Error(error.message), error));
    else
        waiting.resolve(value);
}

// What takes longer than a blink is said, and can be stopped.
function showBusy() {
    const isBusy = link.waiting.size > 0;
    document.documentElement.toggleAttribute("data-busy", isBusy);
    if (!isBusy) {
        clearTimeout(link.busyTimer);
        link.busyTimer = null;
        $("busy").hidden = true;
    } else if (link.busyTimer === null) {
        link.busyTimer = setTimeout(() => { $("busy").hidden = false; }, 300);
    }
}

function ask(name, given = {}) {
    return new Promise((resolve, reject) => {
        const number = ++link.asked;
        link.waiting.set(number, { resolve, reject });
        showBusy();
        link.worker.postMessage({ number, name, given });
    });
}

// As ask, for what is asked again before it is answered, a slider's weight: of those that wait the last alone is
// asked; the others are answered with nothing. `take` is given the answer before anything else is asked.
const lines = new Map();

function askLatest(key, name, given, take = () => {}) {
    const line = lines.get(key) ?? lines.set(key, { next: null, done: null }).get(key);
    return new Promise((resolve, reject) => {
        line.next?.resolve(undefined);
        line.next = { name, given, take, resolve, reject };
        line.done ??= drain(line);
    });
}

async function drain(line) {
    while (line.next) {
        const { name, given, take, resolve, reject } = line.next;
        line.next = null;
        try {
            const value = await ask(name, given);
            take(value);
            resolve(value);
        } catch (error) {
            reject(error);
        }
    }
    line.done = null;
}

// Until all that was asked in this way is answered.
const quiet = () => Promise.all([...lines.values()].map(({ done }) => done));
