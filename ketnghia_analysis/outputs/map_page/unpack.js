/* Data of the page: plain JSON, or what packing.py packed. */
function bytesOf(base64) {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

function wholeNumbers(kind, bytes, length) {
  if (kind === "i1") return new Int8Array(bytes.buffer, bytes.byteOffset, length);
  if (kind === "i2") return new Int16Array(bytes.slice(0, 2 * length).buffer);
  const numbers = new Int32Array(length);
  let sum = 0;
  for (let at = 0; at < length; at += 1) {
    const step = bytes[at] | (bytes[length + at] << 8) | (bytes[2 * length + at] << 16) | (bytes[3 * length + at] << 24);
    sum = (sum + step) | 0;
    numbers[at] = sum;
  }
  return numbers;
}

function withArrays(part, blocks) {
  if (Array.isArray(part)) {
    // texts and numbers hold nothing to unpack
    return part.length && typeof part[0] !== "object" ? part : part.map((one) => withArrays(one, blocks));
  }
  if (part === null || typeof part !== "object") return part;
  if (part.$) return wholeNumbers(part.$[0], blocks.subarray(part.$[1]), part.$[2]);
  for (const name of Object.keys(part)) part[name] = withArrays(part[name], blocks);
  return part;
}

async function unpacked(id) {
  const holder = document.getElementById(id);
  if (holder.type === "application/json") return JSON.parse(holder.textContent);
  const packed = new Blob([bytesOf(holder.textContent)]).stream();
  const content = await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const length = new DataView(content).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 4, length)));
  return withArrays(head, new Uint8Array(content, 4 + length));
}
