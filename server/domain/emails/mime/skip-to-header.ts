/** Skips what stands before the first header: a byte order mark, empty lines. Shares memory with `bytes`. */
export function skipToHeader(bytes: Buffer): Buffer {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[start] === 0x0a || bytes[start] === 0x0d) start += 1;
  return bytes.subarray(start);
}
