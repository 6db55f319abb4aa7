/** Whether a uuencoded file begins with the line: `begin 644 name`. */
export function isUuBegin(line: string): boolean {
  return /^begin \d{3,4} /.test(line);
}

export function isUuEnd(line: string): boolean {
  return line.trimEnd() === 'end';
}

/** The bytes of one line; its first letter says how many they are. */
export function decodeUuLine(line: string): Buffer {
  const length = line === '' ? 0 : (line.charCodeAt(0) - 32) & 63;
  const out = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) {
    const group = 1 + Math.floor(at / 3) * 4;
    const six = (place: number) => (group + place < line.length ? (line.charCodeAt(group + place) - 32) & 63 : 0);
    const three = (six(0) << 18) | (six(1) << 12) | (six(2) << 6) | six(3);
    out[at] = (three >> (16 - (at % 3) * 8)) & 255;
  }
  return out;
}
