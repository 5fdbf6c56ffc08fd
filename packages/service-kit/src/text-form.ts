/** Zero-width joiners between letters of scripts that use them; anywhere else they only hide. */
const JOINED =
  /(?<=\p{scx=Arab}|\p{scx=Deva}|\p{scx=Beng}|\p{scx=Guru}|\p{scx=Gujr}|\p{scx=Orya}|\p{scx=Taml}|\p{scx=Telu}|\p{scx=Knda}|\p{scx=Mlym}|\p{scx=Sinh}|\p{scx=Khmr}|\p{scx=Mymr})(?:\u200C|\u200D)(?=\p{L}|\p{M})/gu;

/** Control characters, line ends, lone surrogates, and invisible characters: zero-width, direction, fillers. */
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/u;

const LONE_SURROGATE = /\p{Cs}/u;

const BLANK = /[\p{Zs}\t]/u;

/** The text without surrounding blanks, which are spaces of any width and tabs, but not line ends. */
export function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANK.test(text.charAt(start))) start += 1;
  while (end > start && BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** The form of a text: `LINE` is one line of visible characters, `LINES` is several lines, `ANY` is any characters. */
export type TextForm = 'LINE' | 'LINES' | 'ANY';

/** Whether a trimmed text has the form; takes time linear in its length. */
export function hasForm(text: string, form: TextForm): boolean {
  switch (form) {
    case 'ANY':
      return !LONE_SURROGATE.test(text);
    case 'LINES':
      return !UNSEEN.test(text.replace(/[\t\r\n]/g, ' ').replace(JOINED, ''));
    case 'LINE':
      return !UNSEEN.test(text.replace(JOINED, ''));
  }
}

/** Whether the text has more than `max` characters, without counting those of a text that is far too long. */
export function isLonger(text: string, max: number): boolean {
  if (text.length <= max) return false;
  return text.length > 2 * max || Array.from(text).length > max;
}
