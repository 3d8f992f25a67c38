// Archives of files.

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++)
        n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
});

function crcOf(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes)
        crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
}

// Numbers of so many bytes each, the least byte first.
function packed(...fields) {
    return Uint8Array.from(fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)));
}

// An archive whose files are stored as they are, named in UTF-8, of 1980-01-01: same files, same bytes.
function zipOf(files) {
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const [path, text] of Object.entries(files)) {
        const name = new TextEncoder().encode(path);
        const bytes = new TextEncoder().encode(text);
        const common = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [crcOf(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]];
        const head = packed([0x04034b50, 4], ...common);
        directory.push(packed([0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), name);
        parts.push(head, name, bytes);
        offset += head.length + name.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const count = Object.keys(files).length;
    return [...parts, ...directory, packed([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2])];
}

async function inflated(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

const isArchive = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

// { path: bytes } of an archive, by its directory, which stands at the end; nothing where it has none.
async function unzipped(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50)
        end--;
    if (end < 0)
        return undefined;
    const files = {};
    for (let at = view.getUint32(end + 16, true), left = view.getUint16(end + 10, true); left > 0; left--) {
        const [method, size, nameSize, extra, comment, head] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true),
            view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
        const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize));
        const start = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
        const packedBytes = bytes.subarray(start, start + size);
        if (!path.endsWith("/"))
            files[path] = method === 0 ? packedBytes : await inflated(packedBytes);
        at += 46 + nameSize + extra + comment;
    }
    return files;
}
