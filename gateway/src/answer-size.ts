/** Bytes allowed for the comma, colon, quotes or brackets around one value. */
const MARKS = 3;

/** Whether a value takes more than `bytes` as JSON, approximately; it stops looking as soon as that is certain. */
export function isLargerThan(bytes: number, value: unknown): boolean {
  const open: unknown[] = [value];
  let size = 0;
  while (open.length > 0 && size <= bytes) {
    const one = open.pop();
    size += MARKS;
    if (typeof one === 'string') size += Buffer.byteLength(one);
    else if (typeof one !== 'object' || one === null) size += String(one).length;
    else if (Array.isArray(one)) for (const item of one) open.push(item);
    else
      for (const [name, inner] of Object.entries(one)) {
        size += name.length + 1;
        open.push(inner);
      }
  }
  return size > bytes;
}
