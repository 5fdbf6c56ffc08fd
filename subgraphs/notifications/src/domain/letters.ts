import { formatMoney, type Money } from '@counterstep/service-kit';

/** The text of an e-mail. */
export interface Letter {
  readonly subject: string;
  /** Plain text, in lines that end with `\n`. */
  readonly text: string;
}

export interface ConfirmationContent {
  readonly number: string;
  readonly name: string;
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly unitPrice: Money }[];
  readonly total: Money;
  readonly trackingNumber?: string | null | undefined;
}

export interface CancellationContent {
  readonly orderId: string;
  readonly name: string;
  readonly message: string;
}

/** Joins paragraphs to the text of a letter; undefined ones are left out. */
export const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;

/** Joins the lines of a text from outside, so that a line break in a name cannot imitate a line of the letter. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Rows of two columns, the second one aligned to the right. */
function table(rows: readonly (readonly [string, string])[]): string {
  const left = Math.max(...rows.map(([text]) => text.length));
  const right = Math.max(...rows.map(([, text]) => text.length));
  return rows.map(([text, amount]) => `  ${text.padEnd(left)}  ${amount.padStart(right)}`).join('\n');
}

export interface RefundContent {
  readonly orderId: string;
  readonly name: string;
  readonly amount: Money;
  readonly note?: string | null | undefined;
}

/** The letter that says that money is given back, and why. */
export function refundLetter({ orderId, name, amount, note }: RefundContent): Letter {
  return {
    subject: `${formatMoney(amount)} is given back to you`,
    text: paragraphs(
      `Hello ${oneLine(name)},`,
      `we give ${formatMoney(amount)} back to you, the way it was paid.`,
      note == null ? undefined : oneLine(note),
      `The reference of the order is ${orderId}.`,
      'Counterstep',
    ),
  };
}

/** The letter that confirms an order. */
export function confirmationLetter(content: ConfirmationContent): Letter {
  const { number, name, lines, total, trackingNumber } = content;
  const rows = lines.map(({ unitPrice, quantity, ...line }): readonly [string, string] => [
    `${quantity} x ${oneLine(line.name)}`,
    formatMoney({ ...unitPrice, amount: quantity * unitPrice.amount }),
  ]);
  return {
    subject: `Your order ${number} is confirmed`,
    text: paragraphs(
      `Hello ${oneLine(name)},`,
      `thank you: your order ${number} is confirmed and will soon be on its way.`,
      table([...rows, ['Total', formatMoney(total)]]),
      trackingNumber == null
        ? undefined
        : `You can follow the parcel with the tracking number ${trackingNumber}.`,
      'Counterstep',
    ),
  };
}

/** The letter that says that an order is cancelled, and why. */
export function cancellationLetter({ orderId, name, message }: CancellationContent): Letter {
  return {
    subject: 'Your order is cancelled',
    text: paragraphs(
      `Hello ${oneLine(name)},`,
      `your order is cancelled: ${oneLine(message)}`,
      'Nothing of it remains: no goods are held for it, and what was paid is given back.',
      `The reference of the order is ${orderId}.`,
      'Counterstep',
    ),
  };
}
