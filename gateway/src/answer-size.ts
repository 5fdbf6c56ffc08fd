/** Commas, colons, quotes and brackets of one value. */
const MARKS = 3;

/** Whether a value has more bytes than that as JSON, nearly; looks at no more of it than that takes. */
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
