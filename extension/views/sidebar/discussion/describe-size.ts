const units = ['bytes', 'KB', 'MB', 'GB'];

/** A size in bytes as people read it: "820 bytes", "1.4 MB". */
export function describeSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
