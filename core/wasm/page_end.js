
// --- in a page ----------------------------------------------------------------------------------

// The module stands in the page itself, packed and as text.
async function load() {
    const packed = Uint8Array.from(atob(hundredmarkModule), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return open({ wasm: await new Response(stream).arrayBuffer() });
}
